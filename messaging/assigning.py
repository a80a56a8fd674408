"""Which arm of which test a message is given, before its words are composed.

# Note [Arms are kept]
The arm of a unit (a buyer, or an order) is drawn by a hash and written once (Assignment): whoever
writes first decides, and every message of the unit reads what stands. So new weights meet new units
only, two workers give one buyer one arm, and a worker that dies has given nothing that the next
would give otherwise. Exposure is the message itself: its row names the test from the moment it has
an arm, and counts once it is handed over.

Nobody draws for what staff send, for tests, for what is sent again (it keeps the words of the
first), and for words that were kept or edited for one message.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from common.killpoint import killpoint
from messaging.desk import Desk
from messaging.models import Assignment, Message
from templates_app.models import Arm, ExperimentStore, Revision, Unit, VariantWording
from templates_app.running import RunningTest, hold_outs, is_held_out, running_tests

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Draw:
    """One message's place in one test."""

    message: Message
    test: RunningTest
    unit_hash: int
    arm: int | None  # None: it takes no part but for the arm it may have from before

    @property
    def key(self) -> tuple[int, int]:
        return self.test.experiment.pk, self.unit_hash


def tested_kinds(store_ids: Iterable[int]) -> set[tuple[int, str]]:
    """The stores and kinds in which a test runs. One query."""
    running = ExperimentStore.objects.filter(store_id__in=set(store_ids), is_active=True)
    return set(running.values_list("store_id", "experiment__kind"))


def assign_arms(messages: Sequence[Message], desk: Desk) -> dict[int, Arm]:
    """Put on each message the test and arm it is given, in memory; the arms, by message id.

    Also of those that have one from before. `messages` know whether they are tested (holding.py):
    no query where
    nothing is tested, else some eight for any number of messages.
    """
    found = _arms_given([message for message in messages if message.experiment_id])
    fresh = [message for message in messages if _may_be_assigned(message)]
    draws = _draws(fresh, desk) if fresh else []
    if not draws:
        return found
    standing = _kept(draws, desk.now())
    killpoint("messaging.assigned")
    for draw in draws:
        kept = standing.get(draw.key)
        if kept is None or draw.message.experiment_id:
            continue
        arm = draw.test.arms[kept.arm]
        _give(draw, arm, kept)
        found[draw.message.pk] = arm
    return found


def buyer_of(message: Message) -> str:
    """Who is written to: Shopify's number for the buyer if it is known, else their address."""
    order = message.order
    if order and order.customer:
        return f"gid://shopify/Customer/{order.customer.shopify_id}"
    address = (order.email if order else "") or message.recipient
    return f"email:{address.strip().lower()}"


def unit_of(message: Message, test: RunningTest) -> str:
    """Who keeps the arm. Two stores' buyers are two, also where one test runs in both."""
    experiment = test.experiment
    if experiment.unit == Unit.ORDER:
        order = message.order
        unit = f"order:{order.shopify_id}" if order else message.about
    else:
        unit = buyer_of(message)
    return unit if experiment.store_id else f"store:{message.store_id}:{unit}"


def _may_be_assigned(message: Message) -> bool:
    is_of_its_own = message.sequence == 0 and not message.actor and not message.is_test
    has_words = message.wording_id or message.variant_id or message.is_verbatim
    tested = getattr(message, "is_tested", False)
    return bool(tested and is_of_its_own and not has_words and not message.experiment_id)


def _draws(messages: Sequence[Message], desk: Desk) -> list[_Draw]:
    """Where each message stands in the tests of its store: first the one that covers it."""
    store_ids = {message.store_id for message in messages}
    tests = running_tests(store_ids)
    out = hold_outs(store_ids)
    revisions = _with_variants(messages, desk)
    draws = []
    for message in messages:
        buyer = buyer_of(message)
        if is_held_out(out.get(message.store_id), buyer):
            continue
        mine = []
        for test in tests.get((message.store_id, message.kind), []):
            if not _is_worded(test, revisions.get((message.store_id, message.kind))):
                continue
            unit = unit_of(message, test)
            arm = test.arm_for(unit) if test.covers(buyer) else None
            mine.append(_Draw(message, test, test.hash_of(unit), arm))
        draws += sorted(mine, key=lambda draw: draw.arm is None)
    return draws


def _with_variants(messages: Sequence[Message], desk: Desk) -> dict[tuple[int, str], Revision]:
    """What the stores send now, each with its variants at hand. One query besides the desk's."""
    found = {}
    for message in messages:
        revision = desk.revision_of(message)
        if revision is not None:
            found[message.store_id, message.kind] = revision
    variants = VariantWording.objects.select_related("wording").defer(
        "wording__sources", "wording__blocks"
    )
    prefetch_related_objects(list(found.values()), Prefetch("variants", queryset=variants))
    return found


def _is_worded(test: RunningTest, revision: Revision | None) -> bool:
    """Whether every arm can be said: to leave out one alone would make the others look better."""
    has = {row.label for row in revision.variants.all()} if revision else set()
    if revision is not None and test.labels <= has:
        return True
    logger.warning(
        "messaging.test.unworded",
        extra={"experiment_id": test.experiment.pk, "store_id": test.store_id},
    )
    return False


def _kept(draws: Sequence[_Draw], now: datetime) -> dict[tuple[int, int], Assignment]:
    """Write the arms of those who have none, and read what stands. Two statements."""
    rows = {
        draw.key: Assignment(
            store_id=draw.message.store_id,
            experiment=draw.test.experiment,
            unit_hash=draw.unit_hash,
            arm=draw.arm,
            epoch=draw.test.epoch.number,
            assigned_at=now,
        )
        for draw in draws
        if draw.arm is not None
    }
    # In one order in all workers, since who comes second waits for the first.
    Assignment.objects.bulk_create([rows[key] for key in sorted(rows)], ignore_conflicts=True)
    keys = {draw.key for draw in draws}
    standing = Assignment.objects.filter(
        experiment__in={experiment_id for experiment_id, _ in keys},
        unit_hash__in={unit_hash for _, unit_hash in keys},
    )
    return {(row.experiment_id, row.unit_hash): row for row in standing}


def _give(draw: _Draw, arm: Arm, kept: Assignment) -> None:
    message = draw.message
    message.experiment = draw.test.experiment
    message.arm, message.epoch, message.unit_hash = kept.arm, kept.epoch, kept.unit_hash
    message.variant = arm.variant


def _arms_given(messages: Sequence[Message]) -> dict[int, Arm]:
    """The arms of messages that have one. One query, or none."""
    if not messages:
        return {}
    arms = Arm.objects.filter(experiment__in={message.experiment_id for message in messages})
    by_number = {(arm.experiment_id, arm.number): arm for arm in arms}
    found = {
        message.pk: by_number.get((message.experiment_id or 0, message.arm or 0))
        for message in messages
    }
    return {pk: arm for pk, arm in found.items() if arm is not None}
