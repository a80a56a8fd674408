"""Every refusal as `application/problem+json` (RFC 9457), with a stable code and what to do.

# Note [Which status for which refusal]
400: the request cannot be read (broken JSON, a cursor that is not ours, a key in the URL).
422: it was read, and a named field or parameter is wrong; `errors` lists each.
409: it was understood, and the deed itself is refused by a rule of the product (DomainError).
"""

import importlib
import logging
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

from common.errors import DomainError

logger = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER: Final = "5"

# code → (status, title, what to do)
KNOWN: Final[dict[str, tuple[int, str, str]]] = {
    "malformed": (
        400,
        "The request cannot be read",
        "Send a JSON object in UTF-8, with `Content-Type: application/json`.",
    ),
    "bad-cursor": (
        400,
        "The cursor does not belong to this list",
        "Take `next` from the page before, with the same filters, or begin without `cursor`.",
    ),
    "key-in-url": (
        400,
        "Keys do not go into URLs",
        "Logs and proxies keep URLs. Rotate this key, then send `Authorization: Bearer nh_…`.",
    ),
    "not-authenticated": (
        401,
        "No key was sent",
        "Send a header `Authorization: Bearer nh_…`. Keys are made under API keys.",
    ),
    "key-refused": (
        401,
        "The key is not accepted",
        "It is unknown, revoked or expired. Make a new one under API keys.",
    ),
    "forbidden": (
        403,
        "The key may not do this",
        "Give the key the verb that this call needs; `GET /api/v1/me/` lists those it has.",
    ),
    "not-found": (
        404,
        "There is no such thing here",
        "Check the path, its closing slash and the id; only the key's own stores are seen.",
    ),
    "method-not-allowed": (
        405,
        "This method is not known here",
        "Use one of the methods in the header `Allow`.",
    ),
    "not-acceptable": (406, "Only JSON is spoken here", "Send `Accept: application/json`."),
    "refused": (409, "Refused", "The rules of the product do not allow it now; see the code."),
    "idempotency-in-flight": (
        409,
        "This Idempotency-Key is being worked on",
        "The first call with it has not ended. Wait for `Retry-After` seconds; send it again.",
    ),
    "idempotency-answer-lost": (
        409,
        "It was done, and its answer can no longer be read",
        "Our keys changed since. Look whether it is there before you send it with another key.",
    ),
    "repeated-item": (
        409,
        "This item was named before",
        "The same as another item of the request: look at what became of that one.",
    ),
    "not-begun": (
        503,
        "The request took too long",
        "Nothing was done for this item. Send it again, with fewer others.",
    ),
    "precondition-failed": (
        412,
        "Somebody changed it since you read it",
        "Read it anew, put your change on what stands there now, and send it with its new `ETag`.",
    ),
    "too-large": (413, "The body is too large", "Send at most 1 MB."),
    "unsupported-media-type": (
        415,
        "Only JSON is read here",
        "Send the body as JSON, with `Content-Type: application/json`.",
    ),
    "invalid": (
        422,
        "Some fields are not acceptable",
        "Mend the fields listed in `errors` and send it again.",
    ),
    "idempotency-mismatch": (
        422,
        "This Idempotency-Key was used for another call",
        "It named another path or body in the last 24 hours. Take a new key for each new wish.",
    ),
    "rate-limited": (
        429,
        "Too many requests",
        "Wait for as many seconds as `Retry-After` says; spread requests evenly.",
    ),
    "internal": (
        500,
        "This is our fault",
        "It has been written down. Try again; if it stays, tell support the time and the path.",
    ),
    "unavailable": (
        503,
        "The database is away or busy",
        "Nothing was changed. Try again in a few seconds.",
    ),
}

_CODE_OF_STATUS: Final = {
    400: "malformed",
    401: "key-refused",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    409: "refused",
    413: "too-large",
    415: "unsupported-media-type",
    429: "rate-limited",
}
# Modules that run something as they are loaded, or know no refusal.
_ASIDE: Final = {"migrations", "management", "settings", "wsgi", "asgi"}


def codes() -> list[str]:
    """Every code that a refusal may carry: those above, and those of all verbs.

    A module that nothing has needed so far is loaded first: the list is the same in every process.
    """
    _load_rooms()

    def of(error: type[DomainError]) -> Iterator[str]:
        if not error.__module__.startswith("tests."):
            yield error.code
        for kind in error.__subclasses__():
            yield from of(kind)

    return sorted({*KNOWN, *of(DomainError)})


@cache
def _load_rooms() -> None:
    for room in apps.get_app_configs():
        if Path(room.path).parent != settings.BASE_DIR:
            continue
        for found in pkgutil.walk_packages([room.path], f"{room.name}."):
            if not _ASIDE & set(found.name.split(".")):
                importlib.import_module(found.name)


class Problem(exceptions.APIException):
    """A refusal by its code; `detail` says more than the usual words where that helps."""

    def __init__(
        self, code: str, detail: str = "", *, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status_code, self.title, usual = KNOWN[code]
        self.problem_code = code
        self.headers = dict(headers or {})
        super().__init__(detail=detail or usual, code=code)


def body(code: str, detail: str = "", **more: Any) -> dict[str, Any]:
    """The document itself."""
    status, title, usual = KNOWN[code]
    return {
        "type": f"urn:problem-type:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail or usual,
        **more,
    }


def answer(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER. None for what nobody expected: that is a bug, and logged as one."""
    if isinstance(error, DomainError):
        code = error.code
        document = {**body("refused", str(error)), "type": f"urn:problem-type:{code}", "code": code}
        return _response(document)
    if isinstance(error, exceptions.ValidationError):
        return _response(body("invalid", errors=list(_flat(error.get_full_details()))))
    if isinstance(error, Problem):
        return _response(body(error.problem_code, str(error.detail)), error.headers)
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    return _of_django(error)


def _of_framework(error: exceptions.APIException) -> Response:
    code = _CODE_OF_STATUS.get(error.status_code, "malformed")
    if isinstance(error, exceptions.NotAuthenticated):
        code = "not-authenticated"
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    return _response(body(code), headers)


def _of_django(error: Exception) -> Response | None:
    match error:
        case Http404():
            return _response(body("not-found"))
        case PermissionDenied():
            return _response(body("forbidden"))
        case RequestDataTooBig():
            return _response(body("too-large"))
        case SuspiciousOperation():
            return _response(body("malformed"))
        case DataError():
            # A back-stop: a value that passed the serializers and not the table.
            logger.warning("api.value.refused_by_database", exc_info=error)
            return _response(body("malformed", "A value is out of range. Mend it and try again."))
        case OperationalError() | InterfaceError():
            logger.warning("api.database.away", exc_info=error)
            return _response(body("unavailable"), {"Retry-After": RETRY_AFTER})
    return None


def page(request: HttpRequest, code: str) -> HttpResponse:
    """The same document outside DRF: for unknown paths, and for Django's own refusals."""
    return JsonResponse(body(code), status=KNOWN[code][0], content_type=MEDIA_TYPE)


def _response(document: dict[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    return Response(
        document, status=document["status"], headers=dict(headers or {}), content_type=MEDIA_TYPE
    )


def _flat(details: Any, path: str = "") -> Iterator[dict[str, str]]:
    """DRF's nested details as a flat list: `{"field": "store_ids.0", "code", "message"}`."""
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        yield {
            "field": path.removesuffix(".non_field_errors").removeprefix("non_field_errors"),
            "code": str(details["code"]),
            "message": str(details["message"]),
        }
    elif isinstance(details, dict):
        for name, inner in details.items():
            yield from _flat(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(details, list):
        for place, inner in enumerate(details):
            is_leaf = isinstance(inner, dict) and set(inner) == {"message", "code"}
            yield from _flat(inner, path if is_leaf else f"{path}.{place}")
