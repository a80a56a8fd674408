"""All rows that the standing of a test is made of, read at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from analytics import designs
from analytics.models import Decision, Look
from analytics.stats.data import Design, PastLook
from analytics.sums import Sums, sums_of
from templates_app.models import Arm, Experiment, ExperimentEpoch, ExperimentStore

LATELY: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Gathered:
    """All rows that a standing is made of."""

    experiment: Experiment
    arms: list[Arm]
    epochs: list[ExperimentEpoch]  # of the test itself, before its winner was given to more
    all_epochs: list[ExperimentEpoch]
    stores: list[ExperimentStore]
    looks: list[Look]
    sums: Sums

    @property
    def is_one_currency(self) -> bool:
        return len({each.store.currency for each in self.stores}) < 2

    @property
    def numbers(self) -> list[int]:
        return [each.number for each in self.epochs]

    def design(self, metric: str) -> Design:
        return designs.design_of(
            self.experiment, self.epochs, metric=metric, is_one_currency=self.is_one_currency
        )

    def past(self) -> dict[int, tuple[PastLook, ...]]:
        found: dict[int, tuple[PastLook, ...]] = {}
        for look in self.looks:
            found[look.arm] = (*found.get(look.arm, ()), past_look(look))
        return found


def gathered(experiment: Experiment, now: datetime) -> Gathered:
    """All of it, in six queries."""
    epochs = list(ExperimentEpoch.objects.filter(experiment=experiment).order_by("number"))
    decided = Decision.objects.filter(experiment=experiment).order_by("number")
    since = decided.values_list("decided_at", flat=True).first()
    theirs = ExperimentStore.objects.filter(experiment=experiment).select_related("store")
    looks = Look.objects.filter(experiment=experiment, metric=experiment.primary_metric)
    return Gathered(
        experiment=experiment,
        arms=list(Arm.objects.filter(experiment=experiment).order_by("number")),
        epochs=[each for each in epochs if since is None or each.started_at < since] or epochs[:1],
        all_epochs=epochs,
        stores=sorted(theirs, key=lambda each: (each.store.name, each.store_id)),
        looks=list(looks.in_order()),
        sums=sums_of(
            experiment,
            matured_on=designs.matured_by(experiment, now),
            lately=(now - LATELY).date(),
        ),
    )


def past_look(look: Look) -> PastLook:
    return PastLook(
        number=look.number,
        information=look.information or 0.0,
        spent_alpha=look.spent_alpha or 0.0,
        estimate=look.estimate or 0.0,
        low=number_of(look.low, -1),
        high=number_of(look.high, 1),
        p=look.p,
    )


def number_of(value: float | None, sign: int) -> float:
    return sign * float("inf") if value is None else value
