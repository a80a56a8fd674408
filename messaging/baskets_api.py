"""Baskets that were left, for programs: how a store reminds, and the baskets themselves."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import MoneyOut, Query, Strict, UtcTime, money
from messaging import basket_listing, basket_rules
from messaging.basket_listing import Basket, Standing
from messaging.basket_rules import (
    LATEST,
    MOST_CAP,
    MOST_CAP_DAYS,
    MOST_DAYS,
    MOST_EXCLUDED,
    MOST_MINOR,
    MOST_OWN,
    MOST_STEPS,
    OFFERED,
    OWN_CHARACTERS,
    SOONEST,
    Gives,
    Rules,
    Why,
)
from messaging.models import CodeState, Message, WithoutCode
from messaging.states import Reason, State
from messaging.subjects import step_of
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.api_filters import StoreFilters
from stores.models import Store
from stores.roles import Verb


class BasketDiscountIn(Strict):
    """A code of its own for each mail, in the shop's currency."""

    gives = serializers.ChoiceField(choices=Gives.choices, default=Gives.NOTHING)
    percent = serializers.IntegerField(min_value=1, max_value=100, default=10)
    amount_minor = serializers.IntegerField(min_value=0, max_value=MOST_MINOR, default=0)
    days = serializers.IntegerField(
        min_value=1, max_value=MOST_DAYS, default=7, help_text="The code is good for"
    )
    minimum_minor = serializers.IntegerField(
        min_value=0, max_value=MOST_MINOR, default=0, help_text="Of a basket it can be used for"
    )


class BasketStepIn(Strict):
    """One mail."""

    wait_minutes = serializers.IntegerField(
        min_value=SOONEST, max_value=LATEST, help_text="After the last change of the basket"
    )
    is_on = serializers.BooleanField(default=True)
    variant = serializers.CharField(
        max_length=8,
        allow_blank=True,
        default="",
        help_text="Label of the template's variant it is written in; empty: the template's own",
    )
    discount = BasketDiscountIn(required=False)


class BasketRulesIn(Strict):
    """What is left out gets its default."""

    is_on = serializers.BooleanField(default=True)
    steps = serializers.ListField(child=BasketStepIn(), min_length=1, max_length=MOST_STEPS)
    minimum_minor = serializers.IntegerField(
        min_value=0, max_value=MOST_MINOR, default=0, help_text="Smaller baskets are let be"
    )
    skips_discounted = serializers.BooleanField(
        default=False, help_text="Baskets with a discount are let be"
    )
    excluded_domains = serializers.ListField(
        child=serializers.CharField(max_length=254), max_length=MOST_EXCLUDED, default=list
    )
    excluded_countries = serializers.ListField(
        child=serializers.CharField(max_length=2), max_length=MOST_EXCLUDED, default=list
    )
    cap_count = serializers.IntegerField(
        min_value=0,
        max_value=MOST_CAP,
        default=0,
        help_text="A buyer gets at most so many mails that advertise; 0: no limit",
    )
    cap_days = serializers.IntegerField(
        min_value=1, max_value=MOST_CAP_DAYS, default=7, help_text="In so many days"
    )
    without_code = serializers.ChoiceField(
        choices=WithoutCode.choices,
        default=WithoutCode.GO,
        help_text="What becomes of a mail whose code cannot be made",
    )
    asks_why = serializers.BooleanField(default=False)
    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=Why.choices),
        max_length=len(Why),
        default=[str(why) for why in OFFERED],
    )
    own_reasons = serializers.ListField(
        child=serializers.CharField(max_length=OWN_CHARACTERS), max_length=MOST_OWN, default=list
    )


class BasketDiscountOut(serializers.Serializer[Any]):
    """See the input."""

    gives = serializers.ChoiceField(choices=Gives.choices)
    percent = serializers.IntegerField()
    amount_minor = serializers.IntegerField()
    days = serializers.IntegerField()
    minimum_minor = serializers.IntegerField()


class BasketStepOut(serializers.Serializer[Any]):
    """One mail."""

    wait_minutes = serializers.IntegerField()
    is_on = serializers.BooleanField()
    variant = serializers.CharField()
    discount = BasketDiscountOut()


class BasketRulesOut(serializers.Serializer[Rules]):
    """How a store reminds of baskets that were left."""

    is_on = serializers.BooleanField()
    steps = BasketStepOut(many=True)
    minimum_minor = serializers.IntegerField()
    skips_discounted = serializers.BooleanField()
    excluded_domains = serializers.ListField(child=serializers.CharField())
    excluded_countries = serializers.ListField(child=serializers.CharField())
    cap_count = serializers.IntegerField()
    cap_days = serializers.IntegerField()
    without_code = serializers.ChoiceField(choices=WithoutCode.choices)
    asks_why = serializers.BooleanField()
    reasons = serializers.ListField(child=serializers.ChoiceField(choices=Why.choices))
    own_reasons = serializers.ListField(child=serializers.CharField())


class ReminderOut(serializers.Serializer[Message]):
    """One mail about the basket."""

    message = serializers.UUIDField(source="public_id")
    step = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=State.choices)
    reason = serializers.ChoiceField(choices=Reason.choices, allow_blank=True)
    run_after = UtcTime(help_text="When it goes, while it waits")
    sent_at = UtcTime(allow_null=True)

    @extend_schema_field(serializers.IntegerField())
    def get_step(self, row: Message) -> int:
        return step_of(row.about)


class BasketCodeOut(serializers.Serializer[Any]):
    """A discount code made for one mail."""

    step = serializers.IntegerField()
    code = serializers.CharField()
    state = serializers.ChoiceField(choices=CodeState.choices)
    ends_at = UtcTime(allow_null=True)
    detail = serializers.CharField(help_text="Why there is none, in Shopify's words")


class BasketAnswerOut(serializers.Serializer[Any]):
    """Why the buyer left."""

    reason = serializers.CharField(help_text=f"{', '.join(Why.values)}, or OWN")
    own_words = serializers.CharField(help_text="Of a reason of the store's own")
    text = serializers.CharField(help_text="In the buyer's words; empty once erased")
    step = serializers.IntegerField(help_text="The mail that asked")
    answered_at = UtcTime()


class BasketOut(serializers.Serializer[Basket]):
    """A purchase begun."""

    token = serializers.CharField(source="checkout.token", help_text="Shopify's")
    store = serializers.SerializerMethodField()
    name = serializers.CharField(source="checkout.name")
    standing = serializers.SerializerMethodField()
    email = serializers.CharField(source="checkout.email")
    buyer_name = serializers.CharField(source="checkout.buyer_name")
    subtotal = serializers.SerializerMethodField()
    started_at = UtcTime(source="checkout.started_at")
    changed_at = UtcTime(source="checkout.changed_at", allow_null=True)
    completed_at = UtcTime(source="checkout.completed_at", allow_null=True)
    order = serializers.UUIDField(source="order.public_id", default=None, allow_null=True)
    reminders = ReminderOut(many=True)
    codes = serializers.SerializerMethodField()
    answer = BasketAnswerOut(allow_null=True)

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: Basket) -> dict[str, str]:
        return store_ref(self.context, row.checkout.store_id)

    @extend_schema_field(serializers.ChoiceField(choices=Standing.choices))
    def get_standing(self, row: Basket) -> str:
        return row.standing(self.context["now"])

    @extend_schema_field(MoneyOut)
    def get_subtotal(self, row: Basket) -> dict[str, Any]:
        return money(row.checkout.subtotal_minor, row.checkout.currency)

    @extend_schema_field(BasketCodeOut(many=True))
    def get_codes(self, row: Basket) -> list[dict[str, Any]]:
        found = [
            {
                "step": step_of(each.about),
                "code": row.codes[each.pk].code,
                "state": row.codes[each.pk].state,
                "ends_at": row.codes[each.pk].ends_at,
                "detail": row.codes[each.pk].detail,
            }
            for each in row.reminders
            if each.pk in row.codes
        ]
        return list(BasketCodeOut(found, many=True).data)


RULES_EXAMPLE: Final[dict[str, Any]] = {
    "is_on": True,
    "steps": [
        {
            "wait_minutes": 60,
            "is_on": True,
            "variant": "",
            "discount": {
                "gives": "NOTHING",
                "percent": 10,
                "amount_minor": 0,
                "days": 7,
                "minimum_minor": 0,
            },
        },
        {
            "wait_minutes": 1440,
            "is_on": True,
            "variant": "B",
            "discount": {
                "gives": "PERCENT",
                "percent": 10,
                "amount_minor": 0,
                "days": 5,
                "minimum_minor": 30000,
            },
        },
    ],
    "minimum_minor": 15000,
    "skips_discounted": False,
    "excluded_domains": ["fjelloggarn.example"],
    "excluded_countries": [],
    "cap_count": 3,
    "cap_days": 14,
    "without_code": "GO",
    "asks_why": True,
    "reasons": ["JUST_LOOKING", "SHIPPING_COST", "PRICE", "OTHER"],
    "own_reasons": ["I missed a colour"],
}
BASKET_EXAMPLE: Final[dict[str, Any]] = {
    "token": "c1-7f9e2b",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "name": "#38274650193",
    "standing": "REMINDED",
    "email": "kari@example.com",
    "buyer_name": "Kari Nordmann",
    "subtotal": {"amount_minor": 29800, "currency": "NOK"},
    "started_at": "2026-11-20T12:00:00Z",
    "changed_at": "2026-11-20T12:04:00Z",
    "completed_at": None,
    "order": None,
    "reminders": [
        {
            "message": "b0d3e0a4-6f0e-4b51-8a6e-1f4f7f1f0a01",
            "step": 1,
            "state": "SENT",
            "reason": "",
            "run_after": "2026-11-20T13:04:00Z",
            "sent_at": "2026-11-20T13:04:02Z",
        }
    ],
    "codes": [],
    "answer": {
        "reason": "SHIPPING_COST",
        "own_words": "",
        "text": "",
        "step": 1,
        "answered_at": "2026-11-20T17:31:00Z",
    },
}


class StoreBaskets(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PUT": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}

    @described(
        "store_baskets",
        "Read how a store reminds of baskets",
        out=BasketRulesOut,
        example=RULES_EXAMPLE,
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Which mails go when and with what, to whom not, and what buyers are asked."""
        store = get_object_or_404(Store, public_id=public_id)
        return self.shown(BasketRulesOut, basket_rules.rules_of(store_id=store.pk))

    @described(
        "store_baskets_set",
        "Choose how a store reminds of baskets",
        body=BasketRulesIn,
        out=BasketRulesOut,
        body_example=RULES_EXAMPLE,
        example=RULES_EXAMPLE,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """It holds for mails that are planned from now on; what waits is looked at again before it
        goes. What is left out gets its default. 409 `basket-rules-invalid`.
        """
        wanted = self.read_body(request, BasketRulesIn)
        store = get_object_or_404(Store, public_id=public_id)
        row = basket_rules.change_rules(
            store=store,
            rules=basket_rules.rules_said(wanted),
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(BasketRulesOut, basket_rules.rules_in(row))


class Baskets(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": StoreFilters}
    keyset: ClassVar = Keyset("baskets", ("started_at", "id"))

    def serializer_context(self) -> Mapping[str, Any]:
        return {**super().serializer_context(), "now": timezone.now()}

    @described(
        "baskets_list",
        "List baskets",
        out=page_of(BasketOut),
        example=page_example(BASKET_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Purchases begun at the stores that the key reaches, newest first, each with its reminders
        and what its buyer said.
        """
        store_ids = self.stores_named(self.query.get("store"))

        def fetch(position: Any, limit: int) -> list[Basket]:
            return basket_listing.newest_baskets(store_ids=store_ids, before=position, limit=limit)

        return self.listed(BasketOut, fetch, keyset=self.keyset)
