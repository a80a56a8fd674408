"""The header Idempotency-Key: every write of the API, done once however often it is sent."""

import json
import re
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.problems import Problem
from common.api.renderers import Json
from common.killpoint import killpoint
from stores import named_calls
from stores.access import Actor
from stores.named_calls import Answer, AnswerLost, Call, CallInFlight, CallMismatch

if TYPE_CHECKING:
    from django.http import QueryDict

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"
WRITES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
RETRY_AFTER: Final = "1"  # seconds: writes are short, and who died has let go

_SHAPE: Final = re.compile(r"[\x21-\x7e]{1,255}")


def key_of(request: Request) -> str | None:
    """The header, None without one. Raises ValidationError for what is no key."""
    given = request.headers.get(HEADER)
    if given is not None and not _SHAPE.fullmatch(given):
        raise serializers.ValidationError(
            {HEADER: "Send 1 to 255 visible ASCII characters without spaces, such as a UUID."},
            code="no-key",
        )
    return given


def answered_once(
    own: Callable[..., Response],
    key: str,
    actor: Actor,
    in_steps: bool,
    request: Request,
    /,
    *args: Any,
    **kwargs: Any,
) -> Response:
    """What the view's own method answers, or answered when this key was sent first.

    A refusal changes nothing and is not kept: its key may be sent again.
    """
    call, now = _call(request, key, actor), timezone.now()
    try:
        with named_calls.alone(call=call, in_steps=in_steps):
            if kept := named_calls.kept_answer(call=call, now=now):
                return _replayed(kept)
            response = own(request, *args, **kwargs)
            killpoint("stores.call_done")
            if response.status_code < 400:
                named_calls.keep_answer(call=call, answer=_answer(response), now=now)
            elif not in_steps:
                transaction.set_rollback(True)
            killpoint("stores.answer_kept")
    except CallInFlight as error:
        raise Problem(error.code, headers={"Retry-After": RETRY_AFTER}) from error
    except (CallMismatch, AnswerLost) as error:
        raise Problem(error.code) from error
    killpoint("stores.call_committed")
    return response


def _call(request: Request, key: str, actor: Actor) -> Call:
    path, query = request.path, request.META.get("QUERY_STRING", "")
    head = json.dumps([request.method, path, query])
    return Call(
        agency_id=actor.agency_id,
        caller=actor.caller,
        key=key,
        said=sha256(head.encode() + b"\0" + _body(request)).digest(),
    )


def _body(request: Request) -> bytes:
    """The body as it came; of a form what it says, since its boundary differs each time."""
    if not str(request.content_type).startswith("multipart/"):
        body: bytes = request.body
        return body
    form = cast("QueryDict", request.data)
    said = sorted((name, list(map(_said, values))) for name, values in form.lists())
    return json.dumps(said).encode()


def _said(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    digest = sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return [value.name, digest.hexdigest()]


def _answer(response: Response) -> Answer:
    body = Json().render(response.data).decode()
    return Answer(response.status_code, dict(response.items()), body)


def _replayed(kept: Answer) -> Response:
    response = Response(json.loads(kept.body) if kept.body else None, status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    response[REPLAYED] = "true"
    return response
