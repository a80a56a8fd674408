"""What the log of rules forgets when a buyer is erased."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models.functions import Now

from automations.models import Ending, RuleCall, RuleRun, RunState

AT_ONCE: Final = 500
_STAYS: Final = ("at", "action")  # of each outcome


@transaction.atomic
def redact_runs(*, store_id: int, order_ids: Sequence[int]) -> int:
    """Forget what rules read of these orders and posted of them, and stop what waits; how many.

    That a rule ran, when, and which steps it took, stays: they name nobody.
    """
    runs = RuleRun.objects.filter(store_id=store_id, order_id__in=order_ids)
    waiting = runs.filter(state=RunState.DUE)
    waiting.update(state=RunState.STOPPED, ending=Ending.REDACTED, ended_at=Now())
    ids = list(runs.order_by("pk").values_list("pk", flat=True))
    RuleCall.objects.filter(run__in=ids).update(body="", error="")
    for place in range(0, len(ids), AT_ONCE):
        found = list(RuleRun.objects.filter(pk__in=ids[place : place + AT_ONCE]))
        for run in found:
            run.about, run.because = {}, []
            run.outcomes = [
                {name: one[name] for name in _STAYS if name in one} for one in run.outcomes
            ]
        RuleRun.objects.bulk_update(found, ["about", "because", "outcomes"])
    return len(ids)
