"""Calls with a key go straight to their view: what is for browsers costs more than many a call."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

PREFIX: Final = "/api/"


class ProgramsMiddleware:
    """Stands behind SecurityMiddleware and before sessions, cookies, CSRF, languages and frames.

    A call with `Authorization` is a program's, whom none of these concern: its view checks the key,
    speaks English and answers JSON. Calls from the docs page have a session instead, and go on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "HTTP_AUTHORIZATION" not in request.META or not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        match = request.resolver_match = resolve(request.path_info)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        if not response.streaming:
            response["Content-Length"] = str(len(response.content))  # as CommonMiddleware says it
        return response
