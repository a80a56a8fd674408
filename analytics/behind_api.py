"""The orders and messages behind a figure, for programs."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar, Final

from django.db.models import Q
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.behind import MESSAGES, ORDERS, facts_behind, minor_of
from analytics.figures import Period
from analytics.figures_api import EARLIEST, LATEST, LONGEST_DAYS
from common.api.paging import Keyset, Position
from common.api.problems import Problem
from common.api.schema import described, page_example, page_of
from common.api.shapes import MoneyOut, PageQuery, UtcTime, money
from common.db import replica
from messaging.models import Message
from messaging.shapes import OrderRefOut
from orders.models import Activity
from stores.api_base import ApiView
from stores.roles import Verb
from templates_app.data import NotificationKind
from templates_app.models import Template, Variant

WHAT: Final = [(name, name) for name in (*MESSAGES, *ORDERS)]
FIRST: Final = "A"


class FactOut(serializers.Serializer[Activity]):
    """One order or message that the figure counts."""

    at = UtcTime()
    order = OrderRefOut(allow_null=True)
    message = serializers.SerializerMethodField(help_text="Its id; null: none")
    kind = serializers.SerializerMethodField(help_text="Of the message; empty: none")
    amount = serializers.SerializerMethodField(help_text="Product revenue less refunds")

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_message(self, fact: Activity) -> str | None:
        message = self._message(fact)
        return str(message.public_id) if message else None

    def get_kind(self, fact: Activity) -> str:
        message = self._message(fact)
        return message.kind if message else ""

    @extend_schema_field(MoneyOut(allow_null=True))
    def get_amount(self, fact: Activity) -> dict[str, Any] | None:
        minor = minor_of(fact)
        if minor is None:
            return None
        currency = fact.data.get("currency") or self.context["stores"][fact.store_id].currency
        return money(minor, currency)

    def _message(self, fact: Activity) -> Message | None:
        found: Mapping[int, Message] = fact.messages_shown  # type: ignore[attr-defined]  # see _page
        return found.get(fact.message_id or 0)


class BehindQuery(PageQuery):
    """Which figure: of which store and days, of what, narrowed as the figures' groups are."""

    store = serializers.UUIDField()
    since = serializers.DateField()
    until = serializers.DateField(help_text="The last day")
    what = serializers.ChoiceField(choices=WHAT)
    kind = serializers.ChoiceField(choices=NotificationKind.choices, required=False)
    locale = serializers.CharField(max_length=35, required=False)
    template = serializers.UUIDField(required=False)
    variant = serializers.RegexField(
        r"^[A-Z]$", required=False, help_text="`A`: the template's own words; with `template`"
    )
    source = serializers.CharField(  # type: ignore[assignment]  # declared fields leave the class
        max_length=255, required=False, allow_blank=True
    )
    medium = serializers.CharField(max_length=255, required=False, allow_blank=True)
    campaign = serializers.CharField(max_length=255, required=False, allow_blank=True)
    ref = serializers.CharField(max_length=255, required=False, allow_blank=True)
    product = serializers.RegexField(r"^\d{1,18}$", required=False, help_text="Shopify's id")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        since, last = attrs["since"], attrs["until"]
        if not EARLIEST <= since <= last <= LATEST or (last - since).days >= LONGEST_DAYS:
            words = f"The first day comes before the last; at most {LONGEST_DAYS} days at once."
            raise serializers.ValidationError({"since": words})
        if "variant" in attrs and "template" not in attrs:
            raise serializers.ValidationError({"variant": "Name its template too."})
        return attrs


class Behind(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": BehindQuery}
    keyset: ClassVar = Keyset("figures-behind", ("at", "id"))

    @described(
        "figures_behind",
        "List what is behind a figure",
        out=page_of(FactOut),
        example=page_example(
            {
                "at": "2026-10-03T09:12:00Z",
                "order": {"id": "5d0a4b0e-62b1-4f0c-9f43-6f7c8f4a2d55", "name": "#10482"},
                "message": "6f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d41",
                "kind": "ORDER_CONFIRMATION",
                "amount": None,
            }
        ),
    )
    @replica.reporting
    def get(self, request: Request) -> Response:
        """The orders and messages of one store that a figure of `figures/` counts, newest first.

        Of messages this needs the verb `VIEW_MESSAGES` as well.
        """
        asked = self.query
        if asked["what"] in MESSAGES and not self.actor.may(Verb.VIEW_MESSAGES):
            raise Problem("forbidden", f"`{asked['what']}` needs the verb VIEW_MESSAGES.")
        (store_id,) = self.stores_named(asked["store"])
        store = next(one for one in self.actor.stores if one.pk == store_id)
        rows = facts_behind(
            store=store,
            period=Period(asked["since"], asked["until"] + timedelta(days=1)),
            what=asked["what"],
            said=self._narrowed(),
        )
        rows = rows.select_related("order").order_by("-at", "-pk")

        def fetch(position: Position | None, limit: int) -> list[Activity]:
            return _page(rows, position, limit)

        return self.listed(FactOut, fetch, keyset=self.keyset)

    def _narrowed(self) -> dict[str, str]:
        asked = self.query
        plain = ("kind", "locale", "source", "medium", "campaign", "ref", "product")
        said = {name: asked[name] for name in plain if name in asked}
        if "template" not in asked:
            return said
        template = get_object_or_404(Template, public_id=asked["template"])
        said["template"] = str(template.pk)
        label = asked.get("variant")
        if label == FIRST:
            said["variant"] = ""
        elif label:
            variants = Variant.objects.filter(template=template)
            said["variant"] = str(get_object_or_404(variants, label=label).pk)
        return said


def _page(rows: Any, position: Position | None, limit: int) -> list[Activity]:
    """One page, each fact with the messages of the page at hand: two queries."""
    if position:
        at, last = position
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=last), at__lte=at)
    found = list(rows[:limit])
    ids = {fact.message_id for fact in found if fact.message_id}
    messages = Message.objects.only("kind", "public_id", "store").in_bulk(ids)
    for fact in found:
        fact.messages_shown = messages
    return found
