"""The API under /api/v1: the routers of this door's modules, collected; a new module only has to name its `router`."""

from importlib import import_module
from pathlib import Path

from minghua.interfaces.rest.building import build
from minghua.interfaces.rest.doors import Door

HERE = Path(__file__).parent


def collected() -> dict[str, Door]:
    """Return the `router` of every module beside this one that has one, in alphabetical order."""
    names = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in {"__init__", "api", "reference", "urls"})
    modules = [import_module(f"minghua.interfaces.rest.{name}") for name in names]
    return {module.__name__.rsplit(".", 1)[-1]: module.router for module in modules if hasattr(module, "router")}


api = build(list(collected().values()))
