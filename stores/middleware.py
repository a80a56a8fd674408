"""Opens the scope of whoever is logged in, around the whole request."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import timezone, translation

from stores import access, doing, factors
from stores.models import User

AGENCY_IN_SESSION = "agency"


class ActingRequest(Protocol):
    """A request that has passed ActorMiddleware."""

    user: User
    actor: access.Actor | None
    must_set_up: access.Actor | None  # whose agency asks for a second factor that is not there


class ActorMiddleware:
    """Sets `request.actor` (None for strangers) and opens its scope around the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        acting = cast("ActingRequest", request)
        acting.actor = acting.must_set_up = None
        if not request.user.is_authenticated:
            return self.get_response(request)
        wanted = request.session.get(AGENCY_IN_SESSION)
        acting.actor = access.actor_of_member(acting.user, wanted)
        if acting.user.language:
            translation.activate(acting.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        if acting.actor and factors.must_set_up(acting.actor, now=timezone.now()):
            # Nobody there, until they have the second factor that their agency asks for.
            acting.must_set_up, acting.actor = acting.actor, None
        if acting.actor is None:
            return self.get_response(request)
        at_work = _at_work(request, acting.actor)
        with acting.actor.scope(), timezone.override(zone(acting.actor.timezone)), at_work:
            response = self.get_response(request)
            if isinstance(response, SimpleTemplateResponse):
                response.render()  # its queries belong inside the scope
            return response


def _at_work(request: HttpRequest, actor: access.Actor) -> AbstractContextManager[Any]:
    """Around writes only: what reads is not told who asks."""
    if request.method in doing.SAFE:
        return nullcontext()
    return doing.somebody(actor, door="admin", through=request.path)


def zone(name: str) -> ZoneInfo:
    """The zone of that name; UTC for one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError
        return ZoneInfo("UTC")
