"""How far roll-outs are, for whoever sees some of their stores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet

from templates_app.models import Rollout, RolloutItem
from templates_app.rolling import stage_sizes

Item = RolloutItem.State


@dataclass(slots=True)
class Stage:
    """One stage, in mails."""

    number: int
    percent: int
    store_count: int  # that have it when the stage is through
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def settled(self) -> int:
        return self.total - self.counts.get(Item.WAITING, 0) - self.counts.get(Item.REFUSED, 0)

    @property
    def share(self) -> int:
        """Per cent of its mails that are settled."""
        return 100 * self.settled // self.total if self.total else 100


def rollouts_seen() -> QuerySet[Rollout]:
    """Roll-outs that touch a store of the open scope."""
    items = RolloutItem.objects.filter(rollout=OuterRef("pk"), store__isnull=False)
    return Rollout.objects.filter(Exists(items))


def sees_every_store(rollout: Rollout) -> bool:
    """Whether the open scope holds all that it was started for: who does not may not steer it."""
    items = RolloutItem.objects.filter(rollout=rollout, store__isnull=False)
    return items.values("store").distinct().count() >= rollout.store_count


def progress_of(rollouts: Sequence[Rollout]) -> dict[int, list[Stage]]:
    """The stages of each, by its id. One query for all."""
    found = {
        rollout.pk: [
            Stage(number=number + 1, percent=percent, store_count=size)
            for number, (percent, size) in enumerate(
                zip(
                    rollout.stages,
                    stage_sizes(rollout.store_count, rollout.stages),
                    strict=True,
                )
            )
        ]
        for rollout in rollouts
    }
    rows = RolloutItem.objects.filter(rollout__in=found, store__isnull=False)
    for pk, stage, state, count in _counted(rows):
        found[pk][stage].counts[state] = count
    return found


def _counted(rows: "QuerySet[RolloutItem]") -> Iterable[tuple[int, int, str, int]]:
    return rows.values_list("rollout", "stage", "state").annotate(count=Count("pk")).order_by()
