"""All rows that are about one buyer, table by table: see kept.py."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from automations.models import RuleRun
from intake.buyers import raw
from intake.buyers.kept import KEPT, Kept
from messaging.models import FORGOTTEN_UNIT, Message, MessageBody
from messaging.subjects import abouts_of
from orders.data import Forgotten
from orders.models import Checkout, Customer, DraftOrder, GiftCard, Order
from outbound.models import Delivery
from shipping.models import Parcel
from stores import ledger
from stores.models import DataExport
from tracking.models import Attribution

AT_ONCE: Final = 500


@dataclass(slots=True)
class Person:
    """The ids by which a buyer's rows are found, and what they are called by."""

    store_id: int
    customers: list[int] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    checkouts: list[int] = field(default_factory=list)
    drafts: list[int] = field(default_factory=list)
    gift_cards: list[int] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    parcels: list[int] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    messages: list[int] = field(default_factory=list)
    message_names: list[Any] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    attributions: list[int] = field(default_factory=list)
    deliveries: list[int] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)
    webhooks: list[int] = field(default_factory=list)
    exports: list[int] = field(default_factory=list)


def find(export: DataExport) -> Person:
    """Who is meant. A dozen queries, and a look through the raw webhooks of a month."""
    person = Person(export.store_id)
    email = export.email
    by_mail = Q(email=email) | Q(shopify_email=email) if email else Q(pk=None)
    named = Q(shopify_id=export.customer_shopify_id) if export.customer_shopify_id else Q(pk=None)
    customers = _rows(Customer, person).filter(named | by_mail)
    known = list(customers.values_list("pk", "shopify_id", "email", "phone"))
    person.customers = [row[0] for row in known]
    emails = {email, *(row[2] for row in known)} - {""}
    of_customer = Q(customer_id__in=person.customers)
    theirs = of_customer | Q(shopify_id__in=export.order_shopify_ids) | Q(email__in=emails)
    orders = _rows(Order, person).filter(theirs | Q(shopify_email__in=emails))
    bought = list(orders.values_list("pk", "shopify_id", "phone"))
    person.orders = [row[0] for row in bought]
    left = _rows(Checkout, person).filter(of_customer | Q(email__in=emails))
    for pk, token in left.values_list("pk", "token"):
        person.checkouts.append(pk)
        person.tokens.append(token)
    person.drafts = _ids(_rows(DraftOrder, person).filter(of_customer | Q(email__in=emails)))
    given = of_customer | Q(recipient_email__in=emails) | Q(order_id__in=person.orders)
    person.gift_cards = _ids(_rows(GiftCard, person).filter(given))
    phones = {row[3] for row in known} | {row[2] for row in bought}
    person.addresses = sorted((emails | phones) - {""})
    _find_said(person)
    names = ledger.names_of(
        customers=[row[1] for row in known if row[1]],
        emails=emails,
        orders=[row[1] for row in bought if row[1]],
    )
    person.webhooks = list(raw.ids_of(store_id=person.store_id, names=names))
    person.exports = _ids(_rows(DataExport, person).filter(who__overlap=export.who))
    return person


def _find_said(person: Person) -> None:
    """What was said to them, and what hangs on it."""
    who = Forgotten(
        order_ids=person.orders,
        checkout_ids=person.checkouts,
        draft_ids=person.drafts,
        gift_card_ids=person.gift_cards,
    )
    said = Q(order_id__in=person.orders) | Q(order=None, about__in=abouts_of(who))
    messages = _rows(Message, person).filter(said)
    for pk, name, unit in messages.values_list("pk", "public_id", "unit_hash"):
        person.messages.append(pk)
        person.message_names.append(name)
        if unit is not None and unit != FORGOTTEN_UNIT:
            person.units.append(unit)
    parcels = _rows(Parcel, person).filter(order_id__in=person.orders)
    for pk, key in parcels.values_list("pk", "number_key"):
        person.parcels.append(pk)
        if key:
            person.numbers.append(key)
    theirs = {"order_id__in": person.orders}
    person.attributions = _ids(_rows(Attribution, person).filter(**theirs))
    person.runs = _ids(_rows(RuleRun, person).filter(**theirs))
    person.deliveries = _ids(_rows(Delivery, person).filter(**theirs))


def sections() -> int:
    return len(KEPT)


def rows_of(kept: Kept, person: Person) -> Iterator[dict[str, Any]]:
    """The person's rows of one table, each as columns and values; in pages, by primary key."""
    model = apps.get_model(kept.model)
    wanted = Q(pk=None)
    for column, whose in kept.finds:
        wanted |= Q(**{f"{column}__in": getattr(person, whose)})
    found = _rows(model, person).filter(wanted).order_by("pk")
    last = None
    while True:
        page = list((found if last is None else found.filter(pk__gt=last))[:AT_ONCE])
        yield from (_shown(row, kept) for row in page)
        if len(page) < AT_ONCE:
            return
        last = page[-1].pk


def _shown(row: Model, kept: Kept) -> dict[str, Any]:
    if isinstance(row, MessageBody):
        return _words(row)
    shown: dict[str, Any] = {}
    for column in row._meta.concrete_fields:
        if column.name in kept.hidden or column.attname in ("store_id", "agency_id"):
            continue
        value = getattr(row, column.attname)
        if isinstance(value, bytes | memoryview):
            value = bytes(value).decode("utf-8", "replace")
        shown[column.attname] = value
    return shown


def _words(row: MessageBody) -> dict[str, Any]:
    """The mail as it left; of one that aged out, only that there was one."""
    words = None if row.is_empty else row.words
    return {
        "message_id": row.message_id,
        "kept_at": row.kept_at,
        "forgotten_at": row.forgotten_at,
        "headers": [list(pair) for pair in words.headers] if words else None,
        "html": words.html if words else None,
        "text": words.text if words else None,
    }


def _rows(model: type[Model], person: Person) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = model._default_manager.filter(store_id=person.store_id)
    return found


def _ids(rows: QuerySet[Any, Any]) -> list[int]:
    return list(rows.values_list("pk", flat=True))
