"""The language of an answer: what the program asks for, else the person's own, else Chinese."""

from django.http import HttpRequest

from minghua.kernel.words import CHINESE, ENGLISH, Language


def spoken(request: HttpRequest) -> Language:
    """Return the language for this request's texts."""
    for wish in request.headers.get("Accept-Language", "").lower().split(","):
        tongue = wish.split(";")[0].strip()[:2]
        if tongue in {"zh", "en"}:
            return CHINESE if tongue == "zh" else ENGLISH
    actor = getattr(request, "actor", None)
    return ENGLISH if actor is not None and actor.language.startswith("en") else CHINESE
