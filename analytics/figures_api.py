"""Figures for programs: the roll-ups that the pages read, by the same reads."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.figures import (
    COUNTS,
    LONG,
    By,
    Compared,
    Figures,
    Key,
    Period,
    Purse,
    Wanted,
    figures_by,
    total,
)
from common.api.schema import described
from common.api.shapes import MoneyOut, Query, money
from common.db import replica
from stores.api_base import ApiView
from stores.models import Store
from stores.roles import Verb
from templates_app.data import NotificationKind
from templates_app.models import Template, Variant

LONGEST_DAYS: Final = 800
MOST: Final = 1000
RATES: Final = (
    "delivered",
    "bounced",
    "opened_by_people",
    "opened_by_machines",
    "clicked_by_people",
    "clicked_by_machines",
)
EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2200, 1, 1)


class SumOut(serializers.Serializer[Any]):
    """Orders and their product revenue in one currency. Two currencies are never added up."""

    currency = serializers.CharField(help_text="ISO 4217")
    orders = serializers.IntegerField()
    gross = MoneyOut(help_text="Without tax, shipping, tips and gift cards")
    refunds = MoneyOut(help_text="Of it, given back or cancelled")
    net = MoneyOut()


class FiguresOut(serializers.Serializer[Any]):
    """Sums over the days asked for. A rate is null where nothing could be measured."""

    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text=f"By name: {', '.join(COUNTS)}"
    )
    rates = serializers.DictField(
        child=serializers.FloatField(allow_null=True),
        help_text="0 to 1. Opens and clicks: of messages whose opens and clicks may be seen "
        f"(`tracked`); else of those handed over. By name: {', '.join(RATES)}",
    )
    credited = SumOut(
        many=True, help_text="Orders credited to messages: the last click of a person"
    )
    sold = SumOut(many=True, help_text="All orders; empty where they are of no such group")


class GroupOut(serializers.Serializer[Any]):
    """The figures of one day, store, kind …"""

    group = serializers.DictField(
        child=serializers.CharField(allow_null=True),
        help_text="What they are of, by name; null: not known",
    )
    figures = FiguresOut()
    compared = FiguresOut(allow_null=True, help_text="Null: not asked for")


class FiguresPageOut(serializers.Serializer[Any]):
    """Figures of a period, together and by group."""

    since = serializers.DateField()
    until = serializers.DateField(help_text="The last day")
    compared_since = serializers.DateField(allow_null=True)
    compared_until = serializers.DateField(allow_null=True)
    total = FiguresOut()
    compared_total = FiguresOut(allow_null=True)
    groups = GroupOut(many=True)


class FiguresQuery(Query):
    """Which days, of which store, told apart by what."""

    store = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="Only this store"
    )
    since = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="The first day; 30 days ago"
    )
    until = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="The last day; yesterday"
    )
    compare = serializers.ChoiceField(
        required=False,
        choices=["none", "before", "year"],
        default="none",
        help_text="Beside as many days before, or the same weekdays a year before",
    )
    group_by = serializers.ChoiceField(
        required=False, choices=[str(by) for by in By], default=str(By.DAY)
    )
    kind = serializers.ChoiceField(
        required=False,
        choices=NotificationKind.choices,
        allow_blank=True,
        default="",
        help_text="Only messages of this kind; then nothing is said of all orders",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A day that is not over falls short, hence yesterday is the last unless one is named."""
        last = attrs["until"] or timezone.localdate() - timedelta(days=1)
        since = attrs["since"] or (last - timedelta(days=29) if last > EARLIEST else last)
        if not EARLIEST <= since <= last <= LATEST:
            raise serializers.ValidationError(
                {"since": "The first day comes before the last, both between 2000 and 2200."}
            )
        if (last - since).days >= LONGEST_DAYS:
            raise serializers.ValidationError({"since": f"At most {LONGEST_DAYS} days at once."})
        if attrs["kind"] and attrs["group_by"] in [str(by) for by in LONG]:
            raise serializers.ValidationError(
                {"kind": "What was sold by source, campaign or product is of no kind of message."}
            )
        return {**attrs, "since": since, "until": last}


EXAMPLE: Final[dict[str, Any]] = {
    "since": "2026-10-01",
    "until": "2026-10-31",
    "compared_since": None,
    "compared_until": None,
    "total": {
        "counts": dict.fromkeys(COUNTS, 0) | {"sent": 1204, "tracked": 1190},
        "rates": dict.fromkeys(RATES, 0.4),
        "credited": [],
        "sold": [
            {
                "currency": "NOK",
                "orders": 812,
                "gross": {"amount_minor": 80400000, "currency": "NOK"},
                "refunds": {"amount_minor": 1200000, "currency": "NOK"},
                "net": {"amount_minor": 79200000, "currency": "NOK"},
            }
        ],
    },
    "compared_total": None,
    "groups": [],
}


class FiguresOfDays(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_FIGURES}
    query_classes: ClassVar = {"GET": FiguresQuery}

    @described("figures", "Read figures", out=FiguresPageOut, example=EXAMPLE)
    @replica.reporting
    def get(self, request: Request) -> Response:
        """What messages did and what was sold, day by day in the store's time zone, and told apart
        by store, kind, template, variant, language, channel, source, campaign or product. A few
        seconds old. Of sources, campaigns and products the 1,000 that sold most.
        """
        asked, by = self.query, By(self.query["group_by"])
        period = Period(asked["since"], asked["until"] + timedelta(days=1))
        then = {"before": period.before(), "year": period.year_before()}.get(asked["compare"])
        stores = frozenset(self.stores_named(asked["store"]))
        wanted = Wanted(stores, period, then, asked["kind"])
        found = figures_by(by, wanted, most=MOST)
        days = found if by == By.DAY else figures_by(By.DAY, wanted)
        together = total(days.values())
        named = _names(by, found, {store.pk: store for store in self.actor.stores})
        groups = [
            {"group": named[key], **_compared(compared, is_compared=then is not None)}
            for key, compared in sorted(found.items(), key=lambda one: str(one[0]))
            if key in named
        ]
        return self.shown(
            FiguresPageOut,
            {
                "since": period.since,
                "until": period.last,
                "compared_since": then.since if then else None,
                "compared_until": then.last if then else None,
                "total": _out(together.now),
                "compared_total": _out(together.before) if then else None,
                "groups": groups,
            },
        )


def _names(
    by: By, found: Mapping[Key, Compared], stores: Mapping[int, Store]
) -> dict[Key, dict[str, str | None]]:
    """What each group is of, by public ids and codes: at most two queries."""
    if by == By.STORE:
        return {key: _store(stores[key]) for key in found if key in stores}
    if by in (By.TEMPLATE, By.VARIANT):
        return _of_templates(found)
    if by == By.PRODUCT:
        return {
            key: _store(stores[key[0]]) | {"product": str(key[1]) if key[1] else None}
            for key in found
            if key[0] in stores
        }
    names = {
        By.SOURCE: ("source", "medium"),
        By.CAMPAIGN: ("source", "medium", "campaign", "ref"),
    }.get(by, (str(by),))
    return {
        key: {
            name: str(value) if value else None
            for name, value in zip(names, key if isinstance(key, tuple) else (key,), strict=True)
        }
        for key in found
    }


def _store(store: Store) -> dict[str, str | None]:
    return {"store": str(store.public_id), "store_name": store.name}


def _of_templates(found: Mapping[Key, Compared]) -> dict[Key, dict[str, str | None]]:
    templates = Template.objects.only("public_id", "name").in_bulk({key[1] for key in found})
    ids = {key[2] for key in found if len(key) == 3 and key[2]}
    variants = Variant.objects.only("label", "name").in_bulk(ids) if ids else {}
    named: dict[Key, dict[str, str | None]] = {}
    for key in found:
        template = templates.get(key[1])
        named[key] = {
            "kind": key[0] or None,
            "template": str(template.public_id) if template else None,
            "template_name": template.name if template else None,
        }
        if len(key) == 3:
            variant = variants.get(key[2])
            named[key]["variant"] = "A" if not key[2] else variant.label if variant else None
    return named


def _compared(compared: Compared, *, is_compared: bool) -> dict[str, Any]:
    before = _out(compared.before) if is_compared else None
    return {"figures": _out(compared.now), "compared": before}


def _out(figures: Figures) -> dict[str, Any]:
    return {
        "counts": {name: getattr(figures, name) for name in COUNTS},
        "rates": {name: figures.rate(name) for name in RATES},
        "credited": _sums(figures.credited),
        "sold": _sums(figures.sold),
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
