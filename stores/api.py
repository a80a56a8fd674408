"""Who am I, and the agency's keys. Stores: see stores_api.py."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict, UtcTime
from stores import queries, services
from stores.access import Actor
from stores.api_base import ApiView, StoreRefOut
from stores.data import KeyGrant
from stores.models import ApiKey
from stores.roles import Role, Verb

STORE_ID = "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11"


class MeOut(serializers.Serializer[Any]):
    """Who asks, and how far they see."""

    name = serializers.CharField(source="actor.label")
    agency = serializers.CharField(source="actor.agency_name")
    role = serializers.ChoiceField(
        source="actor.role", choices=Role.choices, allow_blank=True, help_text="Empty for a key"
    )
    is_test = serializers.BooleanField(source="actor.is_test")
    verbs = serializers.ListField(child=serializers.ChoiceField(choices=Verb.choices))
    stores = StoreRefOut(many=True, source="actor.stores")


class KeyOut(serializers.Serializer[Any]):
    """A key as it is listed: never its text."""

    id = serializers.CharField(source="lookup", help_text="The part after `nh_live_`; no secret")
    name = serializers.CharField()
    is_test = serializers.BooleanField()
    verbs = serializers.ListField(child=serializers.ChoiceField(choices=Verb.choices))
    stores = serializers.SerializerMethodField()
    created_by = serializers.CharField()
    created_at = UtcTime()
    expires_at = UtcTime(allow_null=True)
    last_used_at = UtcTime(allow_null=True, help_text="To the minute")
    revoked_at = UtcTime(allow_null=True)

    @extend_schema_field({"type": ["array", "null"], "items": {"type": "string", "format": "uuid"}})
    def get_stores(self, key: ApiKey) -> list[str] | None:
        """Null: all of the agency's, also those to come."""
        if key.has_all_stores:
            return None
        actor: Actor = self.context["actor"]
        return [str(store.public_id) for store in actor.stores if store.pk in key.store_ids]


class NewKeyOut(KeyOut):
    """A key just made. `key` is shown this once."""

    key = serializers.SerializerMethodField()

    def get_key(self, key: ApiKey) -> str:
        text: str = self.context["text"]
        return text


class KeyIn(Strict):
    """What a new key may do, and where."""

    name = serializers.CharField(max_length=80)
    verbs = serializers.ListField(
        child=serializers.ChoiceField(choices=Verb.choices), allow_empty=False, max_length=50
    )
    stores = serializers.ListField(
        child=serializers.UUIDField(),
        allow_empty=False,
        max_length=1000,
        allow_null=True,
        default=None,
        help_text="Ids of stores; null for all of them, also those to come",
    )
    is_test = serializers.BooleanField(default=False)
    expires_at = UtcTime(allow_null=True, default=None)


KEY_EXAMPLE = {
    "id": "k3Jd9Qm2XbT7",
    "name": "ERP",
    "is_test": False,
    "verbs": ["VIEW_ORDERS"],
    "stores": None,
    "created_by": "Ingrid Solheim",
    "created_at": "2026-11-20T09:12:00Z",
    "expires_at": None,
    "last_used_at": "2026-11-21T10:00:00Z",
    "revoked_at": None,
}
NEW_KEY_EXAMPLE = {
    **KEY_EXAMPLE,
    "last_used_at": None,
    "key": "nh_live_k3Jd9Qm2XbT7_" + "x" * 43,
}
ME_EXAMPLE = {
    "name": "API key ERP",
    "agency": "Nordlinje",
    "role": "",
    "is_test": False,
    "verbs": ["VIEW_ORDERS"],
    "stores": [{"id": STORE_ID, "name": "Fjell & Garn"}],
}


class Me(ApiView):
    verbs: ClassVar = {"GET": None}
    query_classes: ClassVar = {"GET": Query}

    @described("me", "Who am I?", out=MeOut, example=ME_EXAMPLE)
    def get(self, request: Request) -> Response:
        """The key's (or person's) name, agency, stores and verbs. Any living key may ask."""
        return self.shown(MeOut, {"actor": self.actor, "verbs": sorted(self.actor.verbs)})


class Keys(ApiView):
    verbs: ClassVar = {"GET": Verb.MANAGE_KEYS, "POST": Verb.MANAGE_KEYS}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("keys", ("created_at", "id"))

    @described("keys_list", "List keys", out=page_of(KeyOut), example=page_example(KEY_EXAMPLE))
    def get(self, request: Request) -> Response:
        """The agency's keys, newest first, revoked ones too: as far as you see their stores."""
        return self.listed(KeyOut, queries.keys_within_reach(self.actor), keyset=self.keyset)

    @described(
        "keys_create",
        "Make a key",
        body=KeyIn,
        out={201: NewKeyOut},
        body_example={"name": "ERP", "verbs": ["VIEW_ORDERS"], "stores": None},
        example=NEW_KEY_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """Give a program verbs and stores that you have yourself. Its text is shown once.

        409 `key-beyond-reach`: a verb or a store of it is not yours to give.
        """
        wanted = self.read_body(request, KeyIn)
        grant = KeyGrant(
            name=wanted["name"],
            verbs=frozenset(wanted["verbs"]),
            store_ids=_store_ids(self.actor, wanted["stores"]),
            is_test=wanted["is_test"],
            expires_at=wanted["expires_at"],
        )
        key, text = services.create_key(grant=grant, actor=self.actor, now=timezone.now())
        return _new_key(self, key, text)


class KeyRevocation(ApiView):
    verbs: ClassVar = {"POST": Verb.MANAGE_KEYS}
    query_classes: ClassVar = {"POST": Query}

    @described("keys_revoke", "Revoke a key", out=KeyOut, example=KEY_EXAMPLE)
    def post(self, request: Request, lookup: str) -> Response:
        """End a key at once. To revoke it twice changes nothing."""
        self.read_body(request, Strict)
        rows = queries.keys_within_reach(self.actor)
        key = get_object_or_404(rows, lookup=lookup)
        services.revoke_key(key=key, now=timezone.now())
        key.refresh_from_db()
        return self.shown(KeyOut, key)


class KeyRotation(ApiView):
    verbs: ClassVar = {"POST": Verb.MANAGE_KEYS}
    query_classes: ClassVar = {"POST": Query}

    @described("keys_rotate", "Rotate a key", out={201: NewKeyOut}, example=NEW_KEY_EXAMPLE)
    def post(self, request: Request, lookup: str) -> Response:
        """Make a key with the same reach; the old one works for one more day.

        409 `key-is-over`: it is revoked or expired. 409 `key-beyond-reach`: it may more than you.
        """
        self.read_body(request, Strict)
        key = get_object_or_404(queries.keys_within_reach(self.actor), lookup=lookup)
        new, text = services.rotate_key(key=key, actor=self.actor, now=timezone.now())
        return _new_key(self, new, text)


def _store_ids(actor: Actor, wanted: list[UUID] | None) -> frozenset[int] | None:
    """Row numbers of stores by their public ids; foreign ones are as unknown as invented ones."""
    if wanted is None:
        return None
    known = {store.public_id: store.pk for store in actor.stores}
    if any(public_id not in known for public_id in wanted):
        raise serializers.ValidationError({"stores": "There is no such store here."}, "unknown")
    return frozenset(known[public_id] for public_id in wanted)


def _new_key(view: ApiView, key: ApiKey, text: str) -> Response:
    return view.shown(NewKeyOut, key, status=201, text=text)
