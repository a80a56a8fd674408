"""Takes runs on, one step after the other.

# Note [A step and its record]
A step and the record of it are one transaction under the run's lock: a worker that dies in between
leaves the run where it was, and the next one takes that step, for the first time. All that a step
writes is ours: a message to be planned, a tag to be written to Shopify, a call to be made are rows,
which leave by the leases of their own rooms. So nothing is done twice, and nothing is left out.

Of one order's runs the older goes first, so rules run in their order; one that waits lets the
others pass.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from automations import definitions, doing, feeding
from automations.cases import cases_of
from automations.data import Definition
from automations.models import Ending, RuleRun, RuleState, RunState
from common.killpoint import killpoint
from orders.activity import Fact, record_once, written_by_run
from orders.models import ActivityKind, Order
from stores.models import Store

MOST_TRIES: Final = 5
_PAUSES: Final = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120))

logger = logging.getLogger(__name__)


def run_all(*, clock: Callable[[], datetime], seconds: float) -> int:
    """Takes on all that is due, within that time; how many steps. Wants a scope of every store."""
    until, taken = time.monotonic() + seconds, 0
    while time.monotonic() < until and run_next(now=clock()):
        taken += 1
    return taken


@transaction.atomic
def run_next(*, now: datetime) -> bool:
    """One step of the run whose turn it is. False: nothing is due.

    See Note [A step and its record].
    """
    run = _due(now).select_for_update(of=("self",), skip_locked=True).first()
    if run is None:
        return False
    try:
        with transaction.atomic(), written_by_run(str(run.public_id)):
            _step(run, now)
    except Exception:
        # One rule that stumbles may not stop the others; it is tried again, and then given up.
        logger.exception("Could not take a rule's step", extra={"run_id": run.pk})
        _stumble(run.pk, now)
    killpoint("rules.stepped")
    return True


def _due(now: datetime) -> Any:
    ahead = RuleRun.objects.filter(
        order_id=OuterRef("order_id"), state=RunState.DUE, id__lt=OuterRef("id"), run_after__lte=now
    )
    rows = RuleRun.objects.due(now)
    rows = rows.exclude(Exists(ahead)).select_related("rule", "version", "store")
    return rows.order_by("run_after", "id")


def _step(run: RuleRun, now: datetime) -> None:
    definition = definitions.kept(run.version.definition)
    order = _order(run)
    ending = _ending(run, order, definition, now)
    if ending is not None:
        _end(run, RunState.STOPPED, now, ending=ending)
        return
    action = definition.actions[run.step]
    outcome = doing.do(doing.Deed(run=run, order=order, action=action, now=now))
    run.outcomes = [*run.outcomes, {"at": now.isoformat(), "action": action.type, **outcome.said}]
    run.step += 1
    run.tries_count = 0
    if outcome.until is not None:
        run.run_after = outcome.until
        tell(run, now, until=outcome.until)
    if run.step >= len(definition.actions):
        _end(run, RunState.DONE, now)
        return
    run.save(update_fields=["outcomes", "step", "tries_count", "run_after"])


def _order(run: RuleRun) -> Order | None:
    if run.order_id is None:
        return None
    rows = Order.objects.select_related("customer", "store").select_for_update(of=("self",))
    return rows.get(pk=run.order_id)


def _ending(
    run: RuleRun, order: Order | None, definition: Definition, now: datetime
) -> Ending | None:
    """Why it goes no further, if it does not."""
    if run.rule.state != RuleState.ON:
        is_gone = run.rule.state == RuleState.REMOVED
        return Ending.REMOVED if is_gone else Ending.SWITCHED_OFF
    if run.store.state == Store.State.UNINSTALLED:
        return Ending.DISCONNECTED
    if order is None:
        return None
    if order.redacted_at is not None:
        return Ending.REDACTED
    # What was so when it began is why it began: a rule may thank those who cancelled.
    if order.cancelled_at and order.cancelled_at > run.happened_at and run.step:
        return Ending.ORDER_CANCELLED
    if order.archived_at and order.archived_at > run.created_at and run.step:
        return Ending.ORDER_ARCHIVED
    before = definition.actions[run.step - 1] if run.step else None
    if before and before.type == "wait" and before.values.get("is_rechecked"):
        cases = cases_of([order], fields=definition.fields(), now=now)
        holds, _seen = feeding.asked(definition, cases[order.pk])
        return None if holds else Ending.NO_LONGER_TRUE
    return None


def _end(run: RuleRun, state: RunState, now: datetime, *, ending: str = "") -> None:
    run.state, run.ending, run.ended_at = state, ending, now
    run.save(update_fields=["outcomes", "step", "tries_count", "state", "ending", "ended_at"])
    tell(run, now)


def tell(run: RuleRun, now: datetime, *, until: datetime | None = None) -> None:
    """On the order's timeline: what it did so far, and why it ended or waits."""
    if run.order_id is None:
        return
    data = {
        "rule": str(run.rule.public_id),
        "name": run.rule.name,
        "run": str(run.public_id),
        "version": run.version.number,
        "state": "WAITING" if until else str(run.state),
        "ending": str(run.ending),
        "until": until.isoformat() if until else "",
        "set_off_by": run.kind,
        "steps": [doing.told(each) for each in run.outcomes],
    }
    key = f"rule_run:{run.public_id}:{run.step if until else 'end'}"
    fact = Fact(ActivityKind.RULE_RAN, now, key, run.order_id, data)
    record_once(store_id=run.store_id, fact=fact)


def _stumble(run_id: int, now: datetime) -> None:
    run = RuleRun.objects.select_related("rule", "version").get(pk=run_id)
    run.tries_count += 1
    if run.tries_count >= MOST_TRIES:
        with written_by_run(str(run.public_id)):
            _end(run, RunState.FAILED, now, ending=Ending.STUMBLED)
        return
    run.run_after = now + _PAUSES[run.tries_count - 1]
    run.save(update_fields=["tries_count", "run_after"])
