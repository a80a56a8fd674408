"""What would come of each step of a rule, by the reasons of the real ones; nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from automations.cases import Case
from automations.data import Definition, Part
from messaging import planning
from messaging import queries as messaging
from messaging.announcing import SAID_BY_ITSELF
from messaging.models import Message, OrderMode
from messaging.planning import Circumstances, Standing
from messaging.states import Mode, State
from orders.models import Order
from orders.search import name_key
from stores.models import Store
from templates_app import queries as templates
from templates_app.data import NotificationKind


@dataclass(frozen=True, slots=True)
class View:
    """What steps depend on besides their order, read for all orders at once."""

    store: Store
    now: datetime
    with_words: frozenset[str]
    modes: Mapping[str, str]  # by kind, of the store
    own_modes: Mapping[tuple[int, str], str]  # by order and kind
    said: frozenset[tuple[int, str]]
    suppressed: frozenset[str]


def fields_of(definition: Definition) -> frozenset[str]:
    """What has to be read of an order to foresee its steps."""
    sends = any(planning.is_marketing(kind) for kind in _kinds(definition, "send"))
    return frozenset({"has_consent"}) if sends else frozenset()


def look(definition: Definition, store: Store, orders: Sequence[Order], *, now: datetime) -> View:
    """Five queries at most, and one for each kind that is sent."""
    ids = [order.pk for order in orders]
    kinds = _kinds(definition, "send")
    touched = kinds | _kinds(definition, "set_mode")
    said: set[tuple[int, str]] = set()
    own: dict[tuple[int, str], str] = {}
    if touched:
        rows = OrderMode.objects.filter(order_id__in=ids, kind__in=touched)
        own = {(pk, kind): mode for pk, kind, mode in rows.values_list("order_id", "kind", "mode")}
    if kinds:
        sent = Message.objects.filter(order_id__in=ids, kind__in=kinds)
        sent = sent.exclude(state__in=[State.NOT_SENT, State.FAILED])
        said = set(sent.values_list("order_id", "kind"))
    return View(
        store=store,
        now=now,
        with_words=frozenset(
            kind
            for kind in kinds
            if templates.current_revision(store=store, kind=NotificationKind(kind))
        ),
        modes={kind: row.mode for (_pk, kind), row in messaging.modes_of([store.pk]).items()}
        if kinds
        else {},
        own_modes=own,
        said=frozenset(said),
        suppressed=messaging.suppressed_among(
            store_id=store.pk, addresses=[order.email for order in orders]
        )
        if kinds
        else frozenset(),
    )


def foreseen(action: Part, case: Case, view: View) -> dict[str, Any]:
    """One step in codes: DONE, NOTHING, REFUSED with a reason, or WAIT."""
    order, values = case.order, action.values
    said: dict[str, Any] = {"action": action.type}
    match action.type:
        case "send":
            reason = _why_not_sent(case, values["kind"], view)
            return said | _would(reason) | {"kind": values["kind"]}
        case "tag_order" | "untag_order":
            has = name_key(values["tag"]) in map(name_key, order.tags)
            is_idle = has == (action.type == "tag_order")
            return said | {"state": "NOTHING" if is_idle else "DONE", "tag": values["tag"]}
        case "tag_customer" | "untag_customer":
            is_added = action.type == "tag_customer"
            return said | _tagging_customer(order, values["tag"], is_added=is_added)
        case "set_mode":
            kind, mode = values["kind"], values["mode"]
            is_idle = view.own_modes.get((order.pk, kind)) == mode
            return said | {"state": "NOTHING" if is_idle else "DONE", "kind": kind, "mode": mode}
        case "wait":
            return said | {"state": "WAIT", "duration": values["duration"]}
        case "webhook":
            return said | _would("SANDBOX" if view.store.is_sandbox else "")
        case "task":
            return said | {"state": "DONE", "title": values["title"]}
    return said | {"state": "DONE"}


def _tagging_customer(order: Order, tag: str, *, is_added: bool) -> dict[str, Any]:
    if order.customer is None:
        return _would("NO_CUSTOMER") | {"tag": tag}
    has = name_key(tag) in map(name_key, order.customer.tags)
    return {"state": "NOTHING" if has == is_added else "DONE", "tag": tag}


def _would(reason: str) -> dict[str, Any]:
    return {"state": "REFUSED", "reason": reason} if reason else {"state": "DONE"}


def _why_not_sent(case: Case, kind: str, view: View) -> str:
    """As doing.why_not_sent and planning say it; of the first way, which is the e-mail."""
    order = case.order
    if order.is_stub or order.is_test or order.redacted_at or not order.currency:
        return "NOT_REAL"
    if kind not in view.with_words:
        return "NO_WORDS"
    if kind in SAID_BY_ITSELF and (order.pk, kind) in view.said:
        return "SAID_ALREADY"
    found = Circumstances(
        store=view.store,
        mode=view.modes.get(kind, Mode.WE_SEND),
        is_suppressed=order.email.strip().lower() in view.suppressed,
        happened_at=view.now,
        now=view.now,
        standing=_standing(case, kind),
        own_mode=view.own_modes.get((order.pk, kind), ""),
    )
    return planning.decide(order, found).code


def _standing(case: Case, kind: str) -> Standing:
    if not planning.is_marketing(kind):
        return Standing()
    return Standing(may_advertise=case.has_consent, is_opted_out=case.consent is False)


def _kinds(definition: Definition, action: str) -> frozenset[str]:
    return frozenset(each.values["kind"] for each in definition.actions if each.type == action)
