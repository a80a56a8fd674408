"""How long units are kept: while late facts may change them. Sums and reports stay for ever."""

from datetime import datetime
from typing import Final

from django.db import transaction

from analytics.models import ExperimentUnit
from analytics.unit_folding import MEASURED_FOR, take_the_lock
from templates_app.models import Experiment

AT_ONCE: Final = 10_000


def drop_units(*, now: datetime) -> int:
    """Delete the units of tests whose facts are no longer folded; how many. Batch by batch."""
    old = Experiment.objects.filter(decided_at__lte=now - MEASURED_FOR).order_by("pk")
    return sum(_dropped(experiment) for experiment in old)


def _dropped(experiment: Experiment) -> int:
    count = 0
    while True:
        with transaction.atomic():
            take_the_lock()
            units = ExperimentUnit.objects.filter(experiment=experiment)
            some = list(units.values_list("pk", flat=True)[:AT_ONCE])
            ExperimentUnit.objects.filter(pk__in=some).delete()
        count += len(some)
        if len(some) < AT_ONCE:
            return count
