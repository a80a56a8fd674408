"""What one step of a rule does: a verb of the room it concerns, and what is kept of it.

Every deed bears that its order changed since the rule fired: it does what can be done, and says
what could not and why. A refusal ends no run: what comes after it may still be right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson

from automations import hours
from automations.data import Part
from automations.models import RuleCall, RuleMessage, RuleRun
from automations.values import duration
from common import jobs
from messaging import order_modes
from messaging import services as messaging
from messaging.announcing import SAID_BY_ITSELF
from messaging.models import Message
from messaging.states import Mode, State
from orders import customer_tags, services, tag_changing, tasking
from orders.models import Order
from templates_app import queries as templates
from templates_app.data import NotificationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One step to be taken."""

    run: RuleRun
    order: Order | None
    action: Part
    now: datetime

    @property
    def actor(self) -> str:
        """Who it was, on timelines: the rule by its name."""
        return self.run.rule.name


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: DONE, NOTHING (it was so already), REFUSED with a reason; or a wait."""

    said: Mapping[str, Any]
    until: datetime | None = None


def do(deed: Deed) -> Outcome:
    """Take the step. In the run's transaction."""
    make = _DEEDS.get(deed.action.type)
    if make is None:
        return _refused("UNKNOWN_ACTION")  # of a newer release
    if deed.order is None and deed.action.type not in _WITHOUT_ORDER:
        return _refused("NO_ORDER")
    return make(deed)


def told(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """What the timeline says of a step; longer words stay in the log."""
    names = ("action", "state", "reason", "tag", "kind", "mode", "message", "title", "until")
    return {name: outcome[name] for name in names if name in outcome}


def _done(**about: Any) -> Outcome:
    return Outcome({"state": "DONE", **about})


def _nothing(**about: Any) -> Outcome:
    return Outcome({"state": "NOTHING", **about})


def _refused(reason: str, **about: Any) -> Outcome:
    return Outcome({"state": "REFUSED", "reason": reason, **about})


def _bought(deed: Deed) -> Order:
    assert deed.order is not None  # noqa: S101 - `do` refused without
    return deed.order


def why_not_sent(order: Order, kind: str) -> str:
    """Why a rule sends no message of the kind about the order, in a code; "" where it may.

    Planning has its own reasons; they stand on the message that it makes.
    """
    if order.is_stub or order.is_test or order.redacted_at or not order.currency:
        return "NOT_REAL"
    if templates.current_revision(store=order.store, kind=NotificationKind(kind)) is None:
        return "NO_WORDS"
    if kind in SAID_BY_ITSELF and _is_said(order, kind):
        return "SAID_ALREADY"
    return ""


def _is_said(order: Order, kind: str) -> bool:
    said = Message.objects.filter(order=order, kind=kind)
    return said.exclude(state__in=[State.NOT_SENT, State.FAILED]).exists()


def _send(deed: Deed) -> Outcome:
    order, kind = _bought(deed), deed.action.values["kind"]
    reason = why_not_sent(order, kind)
    if reason:
        return _refused(reason, kind=kind)
    message = messaging.plan_message(
        order=order,
        kind=kind,
        about=f"rule:{deed.run.pk}:{deed.run.step}",
        happened_at=deed.now,
        now=deed.now,
    )
    if message is None:
        return _refused("SAID_ALREADY", kind=kind)
    RuleMessage.objects.create(
        store_id=order.store_id, run=deed.run, message=message, step=deed.run.step
    )
    state = "DONE" if message.state == State.PLANNED else "REFUSED"
    said = {"kind": kind, "message": str(message.public_id), "reason": message.reason}
    return Outcome({"state": state, **said})


def _tag(deed: Deed, *, is_added: bool) -> Outcome:
    tag = deed.action.values["tag"]
    is_changed = tag_changing.change_tag(
        order=_bought(deed), tag=tag, is_added=is_added, actor=deed.actor, now=deed.now
    )
    return _done(tag=tag) if is_changed else _nothing(tag=tag)


def _tag_customer(deed: Deed, *, is_added: bool) -> Outcome:
    order, tag = _bought(deed), deed.action.values["tag"]
    if order.customer is None:
        return _refused("NO_CUSTOMER", tag=tag)
    is_changed = customer_tags.change_customer_tag(
        customer=order.customer, tag=tag, is_added=is_added, now=deed.now
    )
    return _done(tag=tag) if is_changed else _nothing(tag=tag)


def _note(deed: Deed) -> Outcome:
    values = deed.action.values
    note = services.add_note(
        order=_bought(deed),
        author_id=None,
        author_name=deed.actor,
        text=values["text"],
        is_for_packers=bool(values.get("is_for_packers")),
        now=deed.now,
    )
    return _done(note=note.pk)


def _wait(deed: Deed) -> Outcome:
    values = deed.action.values
    until = deed.now + duration(values["duration"])
    if values.get("then") == "OPENING":
        until = hours.next_opening(deed.run.store, until)
    return Outcome({"state": "DONE", "until": until.isoformat()}, until=until)


def _task(deed: Deed) -> Outcome:
    values = deed.action.values
    due_in = values.get("due_in")
    task = tasking.give_task(
        store_id=deed.run.store_id,
        order=deed.order,
        task=tasking.TaskWish(
            key=f"rule:{deed.run.public_id}:{deed.run.step}",
            title=values["title"],
            text=values.get("text", ""),
            due_at=deed.now + duration(due_in) if due_in else None,
        ),
        actor=deed.actor,
        now=deed.now,
    )
    return _done(title=values["title"], task=str(task.public_id))


def _call(deed: Deed) -> Outcome:
    run, url = deed.run, deed.action.values["url"]
    if run.store.is_sandbox:
        return _refused("SANDBOX", url=url)
    call = RuleCall.objects.create(
        store_id=run.store_id,
        run=run,
        step=run.step,
        url=url,
        body=orjson.dumps(body_of(deed), option=orjson.OPT_UTC_Z).decode(),
        next_at=deed.now,
        created_at=deed.now,
    )
    jobs.defer("automations.call_due")
    return _done(url=url, call=call.pk)


def body_of(deed: Deed) -> dict[str, Any]:
    """Ids and codes, as outgoing webhooks say them: who wants more asks the API."""
    run = deed.run
    return {
        "type": "rule.ran",
        "timestamp": deed.now,
        "data": {
            "rule": str(run.rule.public_id),
            "run": str(run.public_id),
            "version": run.version.number,
            "store": str(run.store.public_id),
            "order": str(deed.order.public_id) if deed.order else None,
            "set_off_by": run.kind,
            "happened_at": run.happened_at,
        },
    }


def _set_mode(deed: Deed) -> Outcome:
    values = deed.action.values
    is_changed = order_modes.set_order_mode(
        order=_bought(deed),
        kind=values["kind"],
        mode=Mode(values["mode"]),
        actor=deed.actor,
        now=deed.now,
    )
    said = {"kind": values["kind"], "mode": values["mode"]}
    return _done(**said) if is_changed else _nothing(**said)


_WITHOUT_ORDER: Final = frozenset({"wait", "task", "webhook"})
_DEEDS: Final[Mapping[str, Callable[[Deed], Outcome]]] = {
    "send": _send,
    "tag_order": lambda deed: _tag(deed, is_added=True),
    "untag_order": lambda deed: _tag(deed, is_added=False),
    "tag_customer": lambda deed: _tag_customer(deed, is_added=True),
    "untag_customer": lambda deed: _tag_customer(deed, is_added=False),
    "note": _note,
    "wait": _wait,
    "task": _task,
    "webhook": _call,
    "set_mode": _set_mode,
}
