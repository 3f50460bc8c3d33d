"""The web's addresses, collected from the page modules; each page stands with its own."""

from importlib import import_module
from pathlib import Path

from django.urls import URLPattern, URLResolver

_PAGES = Path(__file__).parent / "pages"


def collected() -> list[URLPattern | URLResolver]:
    """Return the `urls` of every module in `pages`, in alphabetical order."""
    names = sorted(path.stem for path in _PAGES.glob("*.py") if path.stem != "__init__")
    modules = [import_module(f"minghua.interfaces.web.pages.{name}") for name in names]
    return [pattern for module in modules for pattern in getattr(module, "urls", ())]


urlpatterns = collected()
