"""Stores for programs: listed, connected, read and changed. Secrets go in and never come back."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.problems import Problem
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict, UtcTime
from stores import connecting, shop_facts
from stores.access import Actor
from stores.api_base import ApiView
from stores.models import Credential, HiddenLink, Store
from stores.roles import Verb
from stores.scope import agency_scope

# What a person chooses; UNINSTALLED is Shopify's to say.
CHOSEN_STATES = [(state.value, state.label) for state in (Store.State.ACTIVE, Store.State.PAUSED)]
STORE_ID = "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11"


class StoreOut(serializers.Serializer[Store]):
    """A store, without the secrets of its connection."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    shop_domain = serializers.CharField()
    primary_domain = serializers.CharField()
    country = serializers.CharField(help_text="ISO 3166, two letters; empty if unknown")
    currency = serializers.CharField()
    locale = serializers.CharField()
    timezone = serializers.CharField()
    state = serializers.ChoiceField(choices=Store.State.choices)
    is_sandbox = serializers.BooleanField()
    created_at = UtcTime()


class StoreInFullOut(StoreOut):
    """A store with its settings, and whether its secrets are kept."""

    email = serializers.CharField()
    sends_from_at = UtcTime(
        allow_null=True, help_text="Orders placed before are never mailed by themselves"
    )
    words_kept_days = serializers.IntegerField(
        allow_null=True, help_text="Null: as long as everywhere here"
    )
    hidden_link = serializers.ChoiceField(choices=HiddenLink.choices)
    webhook_address = serializers.SerializerMethodField(
        help_text="For Shopify's settings: where its webhooks go"
    )
    has_webhook_secret = serializers.SerializerMethodField()
    has_access_token = serializers.SerializerMethodField()

    def get_webhook_address(self, store: Store) -> str:
        return f"{settings.NOTIFYHUB_BASE_URL}/in/shopify/{store.public_id}"

    def get_has_webhook_secret(self, store: Store) -> bool:
        return bool(self.context["credential"].webhook_secret)

    def get_has_access_token(self, store: Store) -> bool:
        return bool(self.context["credential"].access_token)


def _spelled(read: Callable[[str], str], value: str) -> str:
    try:
        return read(value)
    except shop_facts.NotSpelledSo as refusal:
        raise serializers.ValidationError(str(refusal)) from refusal


class StoreChangesIn(Strict):
    """What is named is changed, all else stays."""

    name = serializers.CharField(max_length=120, required=False)
    primary_domain = serializers.CharField(max_length=253, allow_blank=True, required=False)
    email = serializers.EmailField(allow_blank=True, required=False)
    country = serializers.CharField(max_length=2, allow_blank=True, required=False)
    currency = serializers.CharField(max_length=3, required=False)
    locale = serializers.RegexField(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$", required=False)
    timezone = serializers.CharField(max_length=64, required=False, help_text="Europe/Oslo")
    state = serializers.ChoiceField(
        choices=CHOSEN_STATES,
        required=False,
        help_text="While it is PAUSED nothing is sent",
    )
    is_sandbox = serializers.BooleanField(required=False, help_text="Nothing leaves a sandbox")
    sends_from_at = UtcTime(required=False)
    words_kept_days = serializers.IntegerField(
        min_value=30, max_value=32_767, allow_null=True, required=False
    )
    hidden_link = serializers.ChoiceField(choices=HiddenLink.choices, required=False)
    webhook_secret = serializers.CharField(
        max_length=200,
        required=False,
        help_text="Written, never shown; the old one stays valid beside a new one",
    )
    access_token = serializers.CharField(
        max_length=200, required=False, help_text="Of Shopify's Admin API; written, never shown"
    )

    def validate_country(self, value: str) -> str:
        return _spelled(shop_facts.country, value)

    def validate_currency(self, value: str) -> str:
        return _spelled(shop_facts.currency, value)

    def validate_timezone(self, value: str) -> str:
        return _spelled(shop_facts.timezone, value)


class StoreIn(StoreChangesIn):
    """A shop to be connected."""

    name = serializers.CharField(max_length=120)
    shop_domain = serializers.CharField(max_length=120, help_text="name-of-shop.myshopify.com")

    def validate_shop_domain(self, value: str) -> str:
        return _spelled(shop_facts.shop_domain, value)


STORE_EXAMPLE = {
    "id": STORE_ID,
    "name": "Fjell & Garn",
    "shop_domain": "fjell-garn.myshopify.com",
    "primary_domain": "fjellgarn.example",
    "country": "NO",
    "currency": "NOK",
    "locale": "nb",
    "timezone": "Europe/Oslo",
    "state": "ACTIVE",
    "is_sandbox": False,
    "created_at": "2026-09-01T08:00:00Z",
}
FULL_EXAMPLE = {
    **STORE_EXAMPLE,
    "email": "hei@fjellgarn.example",
    "sends_from_at": "2026-09-01T08:00:00Z",
    "words_kept_days": None,
    "hidden_link": "GATEWAYS",
    "webhook_address": f"https://notifyhub.example/in/shopify/{STORE_ID}",
    "has_webhook_secret": True,
    "has_access_token": False,
}


class StoreView(ApiView):
    """What shows one store whole."""

    def in_full(self, store: Store, *, status: int = 200) -> Response:
        kept = Credential.objects.filter(store=store).first() or Credential(store=store)
        return self.shown(StoreInFullOut, store, status=status, credential=kept)


class Stores(StoreView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("stores", ("created_at", "id"))

    @described(
        "stores_list", "List stores", out=page_of(StoreOut), example=page_example(STORE_EXAMPLE)
    )
    def get(self, request: Request) -> Response:
        """The stores that the key reaches, newest first."""
        return self.listed(StoreOut, Store.objects.all(), keyset=self.keyset)

    @described(
        "stores_connect",
        "Connect a store",
        body=StoreIn,
        out={201: StoreInFullOut},
        body_example={
            "name": "Fjell & Garn",
            "shop_domain": "fjell-garn.myshopify.com",
            "currency": "NOK",
            "country": "NO",
            "locale": "nb",
            "timezone": "Europe/Oslo",
            "webhook_secret": "…",
        },
        example=FULL_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """It sends from now on; enter `webhook_address` at Shopify.

        Only for who sees all stores of the agency; a test key connects sandboxes. 409
        `shop-is-taken`: one shop belongs to one agency.
        """
        wanted = self.read_body(request, StoreIn)
        self._check_reach(wanted.get("is_sandbox", False))
        actor, secrets = self.actor, _secrets(wanted)
        store = Store(timezone=actor.timezone, agency_id=actor.agency_id)
        store.pk = connecting.next_store_id()
        for name, value in wanted.items():
            setattr(store, name, value)
        with agency_scope(actor.agency_id, {*actor.store_ids, store.pk}):
            connecting.connect_store(store=store, secrets=secrets, now=timezone.now())
            return self.in_full(store, status=201)

    def _check_reach(self, is_sandbox: bool) -> None:
        if not self.actor.has_all_stores:
            words = "A new store is connected by who sees all stores of the agency."
            raise Problem("forbidden", words)
        _keep_inside(self.actor, is_sandbox)


class OneStore(StoreView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PATCH": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": Query, "PATCH": Query}

    @described("stores_read", "Read a store", out=StoreInFullOut, example=FULL_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Its facts and settings. Of its secrets only whether they are kept."""
        return self.in_full(get_object_or_404(Store, public_id=public_id))

    @described(
        "stores_change",
        "Change a store",
        body=StoreChangesIn,
        out=StoreInFullOut,
        body_example={"state": "PAUSED"},
        example={**FULL_EXAMPLE, "state": "PAUSED"},
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """What is named is changed. Beside a new webhook secret the old one stays valid."""
        wanted = self.read_body(request, StoreChangesIn)
        store = get_object_or_404(Store, public_id=public_id)
        _keep_inside(self.actor, wanted.get("is_sandbox", store.is_sandbox))
        secrets = _secrets(wanted)
        for name, value in wanted.items():
            setattr(store, name, value)
        if wanted or secrets != connecting.Secrets():
            connecting.change_store(store=store, secrets=secrets, fields=list(wanted))
        return self.in_full(get_object_or_404(Store, public_id=public_id))


def _secrets(wanted: dict[str, Any]) -> connecting.Secrets:
    """Taken out of what was said, so that it lies nowhere else."""
    return connecting.Secrets(
        webhook_secret=wanted.pop("webhook_secret", ""),
        access_token=wanted.pop("access_token", ""),
    )


def _keep_inside(actor: Actor, is_sandbox: bool) -> None:
    """No test key makes a store from which something leaves."""
    if actor.is_test and not is_sandbox:
        raise Problem("forbidden", "A test key reaches sandbox stores only; keep it one.")
