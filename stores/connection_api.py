"""How a store is connected, for programs: a way to Shopify, what is missing, giving a shop up."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.problems import Problem
from common.api.schema import described
from common.api.shapes import Query, Strict, UtcTime
from stores import asking, installing, leaving, scopes
from stores.api_base import ApiView
from stores.models import ConnectionKind, Credential, LostReason, Store
from stores.roles import Verb
from stores.shopify.client import Lines


class MissingOut(serializers.Serializer[Any]):
    """A permission that Shopify did not grant."""

    name = serializers.CharField()
    why = serializers.CharField()
    without = serializers.CharField(help_text="What happens until it is granted")


class ConnectionOut(serializers.Serializer[Any]):
    """How a store is connected to Shopify; of its secrets nothing."""

    kind = serializers.ChoiceField(choices=ConnectionKind.choices)
    is_connected = serializers.BooleanField(help_text="Whether the shop can be asked right now")
    lost_reason = serializers.ChoiceField(choices=LostReason.choices, allow_blank=True)
    lost_at = UtcTime(allow_null=True, help_text="Since when the store has to be connected again")
    installed_at = UtcTime(allow_null=True)
    uninstalled_at = UtcTime(allow_null=True)
    released_at = UtcTime(allow_null=True, help_text="Since when another agency may connect it")
    scopes = serializers.ListField(child=serializers.CharField())
    are_scopes_known = serializers.BooleanField()
    missing = MissingOut(many=True)


class PresenceOut(ConnectionOut):
    """The same, once the shop was asked."""

    presence = serializers.ChoiceField(
        choices=[(each.value, each.value) for each in asking.Presence],
        help_text="`gone`: connect it again; `unknown`: it did not answer, or nothing can ask it",
    )


class InstallIn(Strict):
    """Which shop is to be connected."""

    shop_domain = serializers.CharField(max_length=120, help_text="name-of-shop.myshopify.com")


class InstallOut(serializers.Serializer[Any]):
    """Where to send whoever looks after the shop."""

    shop_domain = serializers.CharField()
    url = serializers.CharField(help_text="At Shopify; it works once")
    expires_at = UtcTime()


class ReleaseIn(Strict):
    """Typed once more, so that no shop is given up by a slip."""

    shop_domain = serializers.CharField(max_length=120)


EXAMPLE = {
    "kind": "INSTALLED",
    "is_connected": True,
    "lost_reason": "",
    "lost_at": None,
    "installed_at": "2026-11-20T09:12:00Z",
    "uninstalled_at": None,
    "released_at": None,
    "scopes": ["read_orders", "read_products"],
    "are_scopes_known": True,
    "missing": [
        {
            "name": "write_orders",
            "why": "To write tags and notes.",
            "without": "Tags, notes and corrected addresses stay here.",
        }
    ],
}
SHOP = {"shop_domain": "fjell-garn.myshopify.com"}
INSTALL_EXAMPLE = {
    **SHOP,
    "url": "https://fjell-garn.myshopify.com/admin/oauth/authorize?client_id=…",
    "expires_at": "2026-11-20T09:42:00Z",
}


class ConnectionView(ApiView):
    """What shows a connection."""

    def of(self, store: Store, **more: Any) -> dict[str, Any]:
        kept = Credential.objects.filter(store=store).first() or Credential(store=store)
        is_gone = store.state == Store.State.UNINSTALLED
        return {
            "kind": kept.kind,
            "is_connected": bool(kept.access_token and not kept.lost_at and not is_gone),
            "lost_reason": kept.lost_reason,
            "lost_at": kept.lost_at,
            "installed_at": kept.installed_at,
            "uninstalled_at": store.uninstalled_at,
            "released_at": store.released_at,
            "scopes": kept.scopes,
            "are_scopes_known": kept.scopes_at is not None,
            "missing": scopes.missing_of(kept),
            **more,
        }


class Connection(ConnectionView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES}
    query_classes: ClassVar = {"GET": Query}

    @described(
        "store_connection", "Read how a store is connected", out=ConnectionOut, example=EXAMPLE
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """By our app or a custom one, whether Shopify still knows us, and what is not granted."""
        store = get_object_or_404(Store, public_id=public_id)
        return self.shown(ConnectionOut, self.of(store))


class Presence(ConnectionView):
    verbs: ClassVar = {"POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"POST": Query}
    in_steps: ClassVar = frozenset({"POST"})

    @described(
        "store_connection_check",
        "Ask a shop whether it knows us",
        out=PresenceOut,
        example={**EXAMPLE, "presence": "there"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """A lost connection is tried once more, and found again if the shop answers."""
        self.read_body(request, Strict)
        store = get_object_or_404(Store, public_id=public_id)
        with Lines() as lines:
            found = asking.presence(store=store, lines=lines, now=timezone.now())
        return self.shown(PresenceOut, self.of(store, presence=found.value))


class Release(ConnectionView):
    verbs: ClassVar = {"POST": Verb.RELEASE_STORES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "store_release",
        "Give a shop up",
        body=ReleaseIn,
        out=ConnectionOut,
        body_example=SHOP,
        example={**EXAMPLE, "is_connected": False, "released_at": "2026-11-22T10:00:00Z"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Nothing is sent any more; what is here stays here, and another agency starts empty.

        409 `wrong-shop-name`: the domain in the body is not the store's.
        """
        wanted = self.read_body(request, ReleaseIn)
        store = get_object_or_404(Store, public_id=public_id)
        leaving.release_store(store=store, typed=wanted["shop_domain"], now=timezone.now())
        return self.shown(ConnectionOut, self.of(store))


class Installs(ApiView):
    verbs: ClassVar = {"POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "stores_install",
        "Begin to connect a shop by our app",
        body=InstallIn,
        out={201: InstallOut},
        body_example=SHOP,
        example=INSTALL_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """An address at Shopify, for somebody who looks after the shop and may connect stores here.

        They say yes there, come back, and log in if they are not. 409 `no-shopify-app`: this
        installation has none. 409 `no-shop`: it is no shop's name. Not for test keys.
        """
        if self.actor.is_test:
            raise Problem("forbidden", "A test key connects sandboxes only, by `stores/`.")
        wanted = self.read_body(request, InstallIn)
        begun = installing.begin_install(
            shop=wanted["shop_domain"], actor=self.actor, browser="", now=timezone.now()
        )
        return self.shown(InstallOut, begun, status=201)
