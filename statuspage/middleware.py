"""Lets caches keep one copy of what is the same for everybody."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

_SAID_BY_OTHERS: Final = ("Vary", "Content-Language")


def same_for_all(response: HttpResponse) -> HttpResponse:
    """Mark an answer that depends on its address alone, whatever cookies or language come along."""
    response.is_same_for_all = True  # type: ignore[attr-defined]  # ours, read below
    return response


class SameForAllMiddleware:
    """Stands outermost: sessions and languages have said by then what an answer varies on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(response, "is_same_for_all", False):
            for name in _SAID_BY_OTHERS:
                response.headers.pop(name, None)
        return response
