"""What became of baskets, for programs: the sums that the page of baskets shows."""

from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.basket_figures import StepFigures, basket_figures
from analytics.figures import Purse
from analytics.figures_api import SumOut
from common.api.schema import described
from common.api.shapes import Query, money
from common.db import replica
from messaging.basket_rules import Why
from stores.api_base import ApiView
from stores.roles import Verb

EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2200, 1, 1)
LONGEST_DAYS: Final = 400


class BasketStepFiguresOut(serializers.Serializer[Any]):
    """One of the mails."""

    step = serializers.IntegerField()
    variant = serializers.CharField(help_text="Label of its wording; empty: all together")
    sent = serializers.IntegerField()
    opened = serializers.IntegerField(help_text="By people")
    clicked = serializers.IntegerField(help_text="By people")
    recovered = SumOut(many=True, help_text="Orders of baskets it was the last reminder of")


class BasketReasonOut(serializers.Serializer[Any]):
    """How many buyers said so."""

    reason = serializers.CharField(help_text=f"{', '.join(Why.values)}, or OWN")
    words = serializers.CharField(help_text="Of a reason of the store's own")
    count = serializers.IntegerField()


class BasketFiguresOut(serializers.Serializer[Any]):
    """All of it about baskets begun in the period, whatever became of them since."""

    since = serializers.DateField()
    until = serializers.DateField(help_text="The last day")
    begun = serializers.IntegerField()
    left = serializers.IntegerField(help_text="Untouched for an hour, or reminded of")
    reminded = serializers.IntegerField()
    recovered = serializers.IntegerField(help_text="Bought after a reminder, within the window")
    money = SumOut(many=True)
    steps = BasketStepFiguresOut(many=True)
    variants = BasketStepFiguresOut(many=True, help_text="The same, by the mail's wording")
    reasons = BasketReasonOut(many=True)


class BasketFiguresQuery(Query):
    """Which days, of which store."""

    store = serializers.UUIDField(required=False, allow_null=True, default=None)
    since = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="The first day; 30 days ago"
    )
    until = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="The last day; today"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        last = attrs["until"] or timezone.localdate()
        since = attrs["since"] or (last - timedelta(days=29) if last > EARLIEST else last)
        if not EARLIEST <= since <= last <= LATEST:
            raise serializers.ValidationError(
                {"since": "The first day comes before the last, both between 2000 and 2200."}
            )
        if (last - since).days >= LONGEST_DAYS:
            raise serializers.ValidationError({"since": f"At most {LONGEST_DAYS} days at once."})
        return {**attrs, "since": since, "until": last}


_SUM: Final = {
    "currency": "NOK",
    "orders": 12,
    "gross": {"amount_minor": 840000, "currency": "NOK"},
    "refunds": {"amount_minor": 20000, "currency": "NOK"},
    "net": {"amount_minor": 820000, "currency": "NOK"},
}
_STEP: Final = {
    "step": 1,
    "variant": "",
    "sent": 96,
    "opened": 41,
    "clicked": 19,
    "recovered": [_SUM],
}
EXAMPLE: Final[dict[str, Any]] = {
    "since": "2026-10-01",
    "until": "2026-10-31",
    "begun": 340,
    "left": 121,
    "reminded": 96,
    "recovered": 12,
    "money": [_SUM],
    "steps": [_STEP],
    "variants": [{**_STEP, "variant": "A"}],
    "reasons": [{"reason": "SHIPPING_COST", "words": "", "count": 9}],
}


class FiguresOfBaskets(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_FIGURES}
    query_classes: ClassVar = {"GET": BasketFiguresQuery}

    @described("figures_baskets", "Read figures of baskets", out=BasketFiguresOut, example=EXAMPLE)
    @replica.reporting
    def get(self, request: Request) -> Response:
        """How many baskets were begun, left, reminded of and bought after all, with what they
        brought, by mail and by its wording; and why buyers say they left. Counted as it is asked.
        """
        asked = self.query
        ids = frozenset(self.stores_named(asked["store"]))
        stores = [store for store in self.actor.stores if store.pk in ids]
        found = basket_figures(
            stores=stores, since=asked["since"], last=asked["until"], now=timezone.now()
        )
        return self.shown(
            BasketFiguresOut,
            {
                "since": asked["since"],
                "until": asked["until"],
                "begun": found.begun,
                "left": found.left,
                "reminded": found.reminded,
                "recovered": found.recovered,
                "money": _sums(found.purse),
                "steps": [_step(each) for each in found.steps],
                "variants": [_step(each) for each in found.wordings],
                "reasons": found.reasons,
            },
        )


def _step(step: StepFigures) -> dict[str, Any]:
    return {
        "step": step.number,
        "variant": step.label,
        "sent": step.sent,
        "opened": step.opened,
        "clicked": step.clicked,
        "recovered": _sums(step.recovered),
    }


def _sums(purse: Purse) -> list[dict[str, Any]]:
    return [
        {
            "currency": currency,
            "orders": sums.orders,
            "gross": money(sums.gross_minor, currency),
            "refunds": money(sums.refund_minor, currency),
            "net": money(sums.net_minor, currency),
        }
        for currency, sums in sorted(purse.items())
    ]
