"""The ledger of consents: reading it, and adding a word that a person said elsewhere."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.filters import Filters, Rows, Text
from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict, UtcTime
from messaging import consenting, listing
from messaging.consenting import Word
from messaging.models import Consent
from messaging.states import Channel, Ground, Purpose
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.api_filters import OfStore
from stores.roles import Verb

# Notices go to devices, which say yes and no themselves.
ASKED: list[tuple[str, Any]] = [(one.value, one.label) for one in (Channel.EMAIL, Channel.SMS)]


class ConsentOut(serializers.Serializer[Consent]):
    """One word of one person; the last one counts."""

    store = serializers.SerializerMethodField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    address = serializers.CharField(help_text="An e-mail address, or a number as +4791234567")
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    is_given = serializers.BooleanField(help_text="False: they want none")
    ground = serializers.ChoiceField(choices=Ground.choices, help_text="Who told us")
    detail = serializers.CharField()
    actor = serializers.CharField(help_text="Who wrote it down; empty: the person themselves")
    at = UtcTime()

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: Consent) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class ConsentFilters(Filters):
    """Filters of the ledger."""

    store = OfStore()
    address = Text(method="of", max_length=320, help_text="Exactly")

    def of(self, rows: Rows, column: str, address: str) -> Rows:
        return rows.filter(address=address.strip().lower())


class ConsentIn(Strict):
    store = serializers.UUIDField()
    channel = serializers.ChoiceField(choices=ASKED, default=Channel.EMAIL)
    address = serializers.CharField(max_length=320)
    purpose = serializers.ChoiceField(choices=Purpose.choices, default=Purpose.MARKETING)
    is_given = serializers.BooleanField()
    detail = serializers.CharField(max_length=200, help_text="How they told you; it is kept")


CONSENT_EXAMPLE = {
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "channel": "EMAIL",
    "address": "kari@example.com",
    "purpose": "MARKETING",
    "is_given": False,
    "ground": "STAFF",
    "detail": "Told us on the phone",
    "actor": "Jonas Berg",
    "at": "2026-11-20T09:12:00Z",
}


class Consents(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_MESSAGES, "POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"GET": ConsentFilters, "POST": Query}
    keyset: ClassVar = Keyset("consents", ("at", "id"))

    @described(
        "consents_list",
        "List consents",
        out=page_of(ConsentOut),
        example=page_example(CONSENT_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Every word that was said, newest first: of an address the first row is what holds."""
        rows = self.narrowed(Consent.objects.all())
        store_ids = self.stores_named(self.query.get("store"))

        def fetch(position: Any, limit: int) -> list[Consent]:
            return listing.newest_consents(rows, store_ids=store_ids, before=position, limit=limit)

        return self.listed(ConsentOut, fetch, keyset=self.keyset)

    @described(
        "consents_create",
        "Write down a consent",
        body=ConsentIn,
        out={200: ConsentOut, 201: ConsentOut},
        body_example={
            "store": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11",
            "address": "kari@example.com",
            "is_given": False,
            "detail": "Told us on the phone",
        },
        example=CONSENT_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """What a person agreed to, or wants no more, said elsewhere than to us.

        201: it counts from now on. 200: that was their last word already, and this is it.
        409 `address-missing`, `nothing-to-agree`.
        """
        said = self.read_body(request, ConsentIn)
        (store_id,) = self.stores_named(said["store"])
        store = next(one for one in self.actor.stores if one.pk == store_id)
        now = timezone.now()
        word = Word(
            channel=Channel(said["channel"]),
            address=consenting.spelled(Channel(said["channel"]), said["address"]),
            purpose=Purpose(said["purpose"]),
            is_given=said["is_given"],
            ground=Ground.STAFF,
            detail=said["detail"],
            actor=self.actor.label,
        )
        is_news = consenting.record_consent(store=store, word=word, at=now, now=now)
        row = consenting.last_word(
            store_id=store.pk, channel=word.channel, address=word.address, purpose=word.purpose
        )
        return self.shown(ConsentOut, row, status=201 if is_news else 200)
