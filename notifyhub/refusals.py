"""What Django's own refusals look like: problems below /api/, its usual pages elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from common.api.problems import page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return (
        page(request, "malformed") if _is_api(request) else defaults.bad_request(request, exception)
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_api(request):
        return page(request, "forbidden")
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return (
        page(request, "not-found")
        if _is_api(request)
        else defaults.page_not_found(request, exception)
    )


def internal(request: HttpRequest, *_: Any) -> HttpResponse:
    return page(request, "internal") if _is_api(request) else defaults.server_error(request)


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
