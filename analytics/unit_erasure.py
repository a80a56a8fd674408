"""Forgetting people: their units become figures that lead to nobody; the sums stay.

# Note [Forgotten units]
The row of a unit stays with its figures, without its hash, its message and its hour, and is never
worked out again; its messages no longer name a unit, and what was assigned to it is deleted. So
the sums are what they were, and counting anew (recounting.py) takes the row as it stands and finds
them again. A fact that comes later of a forgotten message concerns no unit, now and then alike.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import DateTimeField, F
from django.db.models.functions import Cast

from analytics.models import ExperimentUnit
from analytics.unit_folding import take_the_lock
from messaging.models import FORGOTTEN_UNIT, Assignment, Message, MessageQuerySet
from messaging.subjects import abouts_of
from orders.data import Forgotten


@transaction.atomic
def forget_units(*, store_id: int, who: Forgotten, now: datetime) -> int:
    """Forget what tests knew of somebody, in one store; how many units that were.

    Call it before messages are redacted, in the same transaction. Waits for the fold.
    """
    theirs = Message.objects.filter(store_id=store_id).exclude(experiment=None)
    wanted = theirs.filter(order_id__in=who.order_ids)
    offered = abouts_of(who)
    if offered:
        wanted |= theirs.filter(order=None, about__in=offered)
    return _forget(wanted, now)


@transaction.atomic
def forget_store(*, store_id: int, now: datetime) -> int:
    """Forget what tests knew of all buyers of a store."""
    return _forget(Message.objects.filter(store_id=store_id).exclude(experiment=None), now)


def _forget(wanted: MessageQuerySet, now: datetime) -> int:
    take_the_lock()
    found = set(wanted.exclude(unit_hash=FORGOTTEN_UNIT).values_list("experiment_id", "unit_hash"))
    count = 0
    for experiment_id, hashes in _by_experiment(found).items():
        units = ExperimentUnit.objects.filter(experiment=experiment_id, unit_hash__in=hashes)
        count += units.update(
            unit_hash=None,
            message_id=None,
            exposed_at=Cast(F("exposed_on"), DateTimeField()),
            forgotten_at=now,
        )
        theirs = Message.objects.filter(experiment=experiment_id, unit_hash__in=hashes)
        theirs.update(unit_hash=FORGOTTEN_UNIT)
        Assignment.objects.filter(experiment=experiment_id, unit_hash__in=hashes).delete()
    return count


def _by_experiment(found: Iterable[tuple[int | None, int | None]]) -> dict[int, list[int]]:
    by_experiment: dict[int, list[int]] = {}
    for experiment_id, unit in sorted(found, key=str):
        if experiment_id is not None and unit is not None:
            by_experiment.setdefault(experiment_id, []).append(unit)
    return by_experiment
