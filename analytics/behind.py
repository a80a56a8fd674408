"""The orders and messages behind a figure of one store: the facts of the feed that it counts."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import QuerySet

from analytics.figures import Period
from messaging.models import Message
from orders.models import Activity, ActivityKind
from stores.models import Store
from templates_app.models import Revision

# What may be asked for of messages, and which time of the message says so.
MESSAGES: Final[Mapping[str, str]] = {
    "sent": "sent_at",
    "delivered": "delivered_at",
    "bounced": "bounced_at",
    "opened_by_people": "opened_by_person_at",
    "opened_by_machines": "opened_by_machine_at",
    "clicked_by_people": "clicked_by_person_at",
    "clicked_by_machines": "clicked_by_machine_at",
}
ORDERS: Final = ("orders", "credited")


def facts_behind(
    *, store: Store, period: Period, what: str, said: Mapping[str, Any]
) -> QuerySet[Activity]:
    """Bounded by the store and its days, as the feed is indexed.

    `said` narrows: kind, locale, template, variant (row numbers as text); source, medium, campaign,
    ref; product.
    """
    begin, end = (_midnight(day, store) for day in (period.since, period.until))
    rows = Activity.objects.filter(store=store, at__gte=begin, at__lt=end)
    if what in MESSAGES:
        seen = Message.objects.filter(store=store, **{f"{MESSAGES[what]}__isnull": False})
        rows = rows.filter(kind=ActivityKind.MESSAGE_SENT, **_of_message(said))
        return rows if what == "sent" else rows.filter(message_id__in=seen.values("pk"))
    if what == "credited":
        rows = rows.filter(kind=ActivityKind.ORDER_ATTRIBUTED, data__model="nh_last")
        named = _columns(said)
        if not named:
            return rows
        of_them = Message.objects.filter(store=store, **named)
        return rows.filter(message_id__in=of_them.values("pk"))
    if "source" in said:
        names = ("source", "medium", "campaign")
        wanted = {f"data__{name}": said[name] for name in names if name in said}
        ref = {"data__ref__startswith": "nh-"} if said.get("ref") == "nh" else {}
        ref = ref or ({"data__ref": said["ref"]} if "ref" in said else {})
        of_source = {"kind": ActivityKind.ORDER_ATTRIBUTED, "data__model": "source"}
        return rows.filter(**of_source, **wanted, **ref)
    rows = rows.filter(kind=ActivityKind.ORDER_PLACED).exclude(data__has_key="is_test")
    product = said.get("product", "")
    return rows.filter(data__products__has_key=product) if product else rows


def minor_of(fact: Activity) -> int | None:
    """What was sold, less what was given back; None where the fact says nothing of money."""
    sold = fact.data.get("product_minor", fact.data.get("gross_minor"))
    return None if sold is None else int(sold) - int(fact.data.get("refund_minor") or 0)


def _of_message(said: Mapping[str, Any]) -> dict[str, Any]:
    """What the fact itself says of its message."""
    wanted: dict[str, Any] = {
        f"data__{name}": said[name] for name in ("kind", "locale") if said.get(name)
    }
    if "template" in said:
        revisions = Revision.objects.filter(template=_number(said["template"]) or 0)
        wanted["data__revision__in"] = list(revisions.values_list("pk", flat=True))
    if "variant" in said:
        variant = _number(said["variant"])
        wanted |= {"data__variant": variant} if variant else {}
        wanted |= {} if variant else {"data__variant__isnull": True}
    return wanted


def _columns(said: Mapping[str, Any]) -> dict[str, Any]:
    """The same of the message's row."""
    wanted: dict[str, Any] = {name: said[name] for name in ("kind", "locale") if said.get(name)}
    if "template" in said:
        wanted["revision__template_id"] = _number(said["template"])
    if "variant" in said:
        wanted["variant_id"] = _number(said["variant"])
    return wanted


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) < 19
    return int(text) if is_number else None


def _midnight(day: date, store: Store) -> datetime:
    try:
        zone = ZoneInfo(store.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return datetime.combine(day, time.min, tzinfo=zone)
