"""The base of every endpoint: who asks, what they may, and their scope during the whole view."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, ClassVar, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.limits import Limit, Verdict, buckets_at
from common.api.problems import Problem
from common.api.views import Endpoint
from stores import services
from stores.access import Actor, actor_of_key
from stores.roles import Verb

KEY_PREFIXES: Final = ("nh_live_", "nh_test_")
KEY_NAMES: Final = frozenset({"key", "api_key", "apikey", "access_token", "token", "authorization"})


class KeyAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer nh_…`. `request.auth` becomes the Actor."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Actor] | None:
        _refuse_keys_in_url(request)
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if not scheme:
            return None
        key = (
            services.find_key(text=text.strip(), now=timezone.now())
            if scheme.lower() == "bearer"
            else None
        )
        if key is None:
            raise exceptions.AuthenticationFailed
        return AnonymousUser(), actor_of_key(key)

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="NotifyHub"'


class DocsAuthentication(authentication.SessionAuthentication):
    """A person's session, for calls tried out on the docs page.

    That page sends the CSRF token with every method. Without it a session opens nothing here, so
    that no link or foreign page reads the API with a person's cookies.
    """

    def authenticate(self, request: Request) -> tuple[Any, Actor] | None:
        if "X-CSRFToken" not in request.headers:
            return None
        found = super().authenticate(request)
        actor: Actor | None = getattr(request._request, "actor", None)
        if found is None or actor is None:
            return None
        return found[0], actor


class ApiView(Endpoint):
    """A view names the verb that each of its methods needs; a method without one does not exist.

    `verbs = {"GET": Verb.VIEW_ORDERS}`; None stands for "any living key".
    """

    authentication_classes = (KeyAuthentication, DocsAuthentication)
    permission_classes = ()
    verbs: ClassVar[Mapping[str, Verb | None]]

    _verdict: Verdict | None = None

    @property
    def actor(self) -> Actor:
        """Who asks; known once `initial` has passed."""
        actor: Actor = self.request.auth  # type: ignore[assignment]  # what our authentications return
        return actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with ExitStack() as self._open:
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.auth is None:
            raise exceptions.NotAuthenticated
        self._open.enter_context(self.actor.scope())
        self._check_limit()
        self._check_verb(request)
        self.read_query(request)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"  # buyers' data stays out of caches
        for name, value in (self._verdict.headers() if self._verdict else {}).items():
            response[name] = value
        return response

    def serializer_context(self) -> Mapping[str, Any]:
        return {"actor": self.actor, "stores": {row.pk: row for row in self.actor.stores}}

    def owner(self) -> str:
        return f"agency:{self.actor.agency_id}"

    def stores_named(self, public_id: UUID | None) -> list[int]:
        """All that the actor sees, or the one named. Raises ValidationError for any other."""
        if public_id is None:
            return sorted(self.actor.store_ids)
        named = [store.pk for store in self.actor.stores if store.public_id == public_id]
        if not named:
            raise serializers.ValidationError({"store": "There is no such store here."}, "unknown")
        return named

    def _check_limit(self) -> None:
        limit = Limit(settings.NOTIFYHUB_API_PER_MINUTE, settings.NOTIFYHUB_API_BURST)
        actor = self.actor
        caller = f"key:{actor.key_id}" if actor.key_id else f"user:{actor.user_id}"
        self._verdict = buckets_at(settings.BROKER_URL).take(caller, limit)
        if self._verdict and not self._verdict.passes:
            wait = str(self._verdict.retry_after)
            raise Problem("rate-limited", headers={"Retry-After": wait})

    def _check_verb(self, request: Request) -> None:
        method = "GET" if request.method == "HEAD" else str(request.method)
        if method not in self.verbs:
            raise exceptions.MethodNotAllowed(method)
        verb = self.verbs[method]
        if verb is not None and not self.actor.may(verb):
            raise Problem(
                "forbidden", f"This needs the verb {verb}; `GET /api/v1/me/` lists yours."
            )


class StoreRefOut(serializers.Serializer[Any]):
    """Which store."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()


def store_ref(context: Mapping[str, Any], store_id: int) -> dict[str, str]:
    """The store of a row, of those in a serializer's context: no query."""
    store = context["stores"][store_id]
    return {"id": str(store.public_id), "name": store.name}


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its metaclass hook is untyped
    """How the schema describes KeyAuthentication."""

    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key: `nh_live_…`, or `nh_test_…` for sandbox stores.",
        }


def _refuse_keys_in_url(request: Request) -> None:
    for name, values in request.query_params.lists():
        if name.lower() in KEY_NAMES or any(value.startswith(KEY_PREFIXES) for value in values):
            raise Problem("key-in-url")
