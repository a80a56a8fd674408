"""The base of every endpoint: who asks, what they may, and their scope during the whole view."""

from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
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

from common.api.conditions import is_known
from common.api.limits import Limit, Verdict, buckets_at
from common.api.problems import Problem
from common.api.views import Endpoint
from common.visitors import address_of
from stores import api_fitting, api_once, doing
from stores.access import Actor
from stores.keys import Unseen
from stores.known_keys import actor_by_key
from stores.roles import Verb

KEY_PREFIXES: Final = ("nh_live_", "nh_test_")
READS: Final = frozenset({"GET", "HEAD"})
KEY_NAMES: Final = frozenset({"key", "api_key", "apikey", "access_token", "token", "authorization"})


class KeyAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer nh_…`. `request.auth` becomes the Actor."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Actor] | None:
        _refuse_keys_in_url(request)
        scheme, _, *rest = map(Unseen, request.headers.get("Authorization", "").partition(" "))
        if not scheme:
            return None
        is_ours = scheme.lower() == "bearer"
        actor = actor_by_key(Unseen(rest[0].strip()), timezone.now()) if is_ours else None
        if actor is None:
            _count_refusal(request)
            raise exceptions.AuthenticationFailed
        return AnonymousUser(), actor

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

    Writes take an Idempotency-Key without knowing of it: all they do is one transaction then. Those
    that cannot be, since they ask the network or commit item by item, are named by `in_steps`; they
    must bear being repeated under the same `nonce`. See Note [Named calls] in stores/named_calls.
    """

    authentication_classes = (KeyAuthentication, DocsAuthentication)
    permission_classes = ()
    verbs: ClassVar[Mapping[str, Verb | None]]
    in_steps: ClassVar[frozenset[str]] = frozenset()

    _verdict: Verdict | None = None

    @property
    def actor(self) -> Actor:
        """Who asks; known once `initial` has passed."""
        actor: Actor = self.request.auth  # type: ignore[assignment]  # what our authentications return
        return actor

    @property
    def nonce(self) -> str:
        """The Idempotency-Key as this caller's own, since two may choose the same; "" without."""
        given = api_once.key_of(self.request)
        return f"{self.actor.key_id}:{self.actor.user_id}:{given}" if given else ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with ExitStack() as self._open:
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.auth is None:
            raise exceptions.NotAuthenticated
        self._open.enter_context(self.actor.scope())
        if request.method not in doing.SAFE:
            through = f"{request.method} {request.path}"
            self._open.enter_context(doing.somebody(self.actor, door="api", through=through))
        self._check_limit()
        self._check_verb(request)
        self.read_query(request)
        self._answer_if_it_fits(request)
        self._answer_once(request)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"  # buyers' data stays out of caches
        if request.method in READS and "ETag" in response:
            self._leave_out_what_is_known(request, response)
        for name, value in (self._verdict.headers() if self._verdict else {}).items():
            response[name] = value
        return response

    def lock(self) -> None:
        """Take the lock that all writers of the thing at this address take, until the transaction
        ends; for views with `versioned_by`. Raises Http404.
        """
        raise NotImplementedError

    def standing(self) -> Response:
        """The thing at this address as it is shown now; for views with `versioned_by`."""
        response: Response = self.get(self.request, **self.kwargs)  # type: ignore[attr-defined]  # they have it
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
        self._verdict = buckets_at(settings.NOTIFYHUB_VALKEY_URL).take(actor.caller, limit)
        if self._verdict and not self._verdict.passes:
            wait = str(self._verdict.retry_after)
            raise Problem("rate-limited", headers={"Retry-After": wait})

    def _answer_if_it_fits(self, request: Request) -> None:
        """As _answer_once does, and below it: a replay asks for no version again."""
        method = str(request.method)
        if method in api_once.WRITES and "If-Match" in request.headers:
            own = getattr(self, method.lower())
            setattr(self, method.lower(), partial(api_fitting.written_if_it_fits, self, own))

    def _leave_out_what_is_known(self, request: Request, response: Response) -> None:
        known = request.headers.get("If-None-Match")
        if known and response.status_code == 200 and is_known(known, response["ETag"]):
            response.status_code, response.data = 304, None

    def _answer_once(self, request: Request) -> None:
        """Put api_once in front of the method that DRF looks up and calls next."""
        method = str(request.method)
        if method not in api_once.WRITES or (key := api_once.key_of(request)) is None:
            return
        own = getattr(self, method.lower())
        once = partial(api_once.answered_once, own, key, self.actor, method in self.in_steps)
        setattr(self, method.lower(), once)

    def _check_verb(self, request: Request) -> None:
        method = "GET" if request.method == "HEAD" else str(request.method)
        if method not in self.verbs:
            raise exceptions.MethodNotAllowed(method)
        verb = self.verbs[method]
        if verb is not None:
            self.require(verb)

    def require(self, verb: str) -> None:
        if not self.actor.may(verb):
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


def _count_refusal(request: Request) -> None:
    """Whoever tries keys hears 429 before long; right keys from the same address still open.

    Raises Problem("rate-limited").
    """
    address = address_of(request.META, settings.NOTIFYHUB_PROXY_COUNT)
    limit = Limit(settings.NOTIFYHUB_API_REFUSALS_PER_MINUTE, settings.NOTIFYHUB_API_REFUSALS)
    verdict = buckets_at(settings.NOTIFYHUB_VALKEY_URL).take(f"refused:{address}", limit)
    if verdict and not verdict.passes:
        wait = {"Retry-After": str(verdict.retry_after)}
        words = "Too many keys were refused from this address. Check the key before you go on."
        raise Problem("rate-limited", words, headers=wait)


def _refuse_keys_in_url(request: Request) -> None:
    for name, values in request.query_params.lists():
        if name.lower() in KEY_NAMES or any(value.startswith(KEY_PREFIXES) for value in values):
            raise Problem("key-in-url")
