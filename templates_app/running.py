"""The tests that give their arms now, as sending asks for them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from templates_app.assigning import arm_of, bucket_of, is_covered, unit_hash
from templates_app.epochs import last_epochs
from templates_app.models import Arm, Experiment, ExperimentEpoch, ExperimentStore, HoldOut


@dataclass(frozen=True, slots=True)
class RunningTest:
    """A test in one store, with the epoch that holds."""

    experiment: Experiment
    store_id: int
    lower: int  # of its range of the layer
    epoch: ExperimentEpoch
    arms: Mapping[int, Arm]

    @property
    def labels(self) -> set[str]:
        """The variants without which it cannot be."""
        return {arm.variant.label for arm in self.arms.values() if arm.variant}

    def covers(self, buyer: str) -> bool:
        """Whether this buyer takes part. See Note [Layers of tests] in layering.py."""
        bucket = bucket_of(self.experiment.layer.salt, buyer)
        return is_covered(bucket, self.lower, self.epoch.coverage_bp)

    def arm_for(self, unit: str) -> int:
        """The arm that is drawn for a unit that has none."""
        return arm_of(bucket_of(self.experiment.salt, unit), self.epoch.weights_bp)

    def hash_of(self, unit: str) -> int:
        return unit_hash(self.experiment.salt, unit)


def running_tests(store_ids: Collection[int]) -> dict[tuple[int, str], list[RunningTest]]:
    """By store and kind. Three queries for any number of stores; one where nothing is tested."""
    rows = ExperimentStore.objects.filter(store__in=store_ids, is_active=True)
    places = list(rows.select_related("experiment__layer").order_by("experiment"))
    if not places:
        return {}
    experiment_ids = {place.experiment_id for place in places}
    arms: dict[int, dict[int, Arm]] = {}
    for arm in Arm.objects.filter(experiment__in=experiment_ids).select_related("variant"):
        arms.setdefault(arm.experiment_id, {})[arm.number] = arm
    epochs = last_epochs(experiment_ids)
    found: dict[tuple[int, str], list[RunningTest]] = {}
    for place in places:
        test = RunningTest(
            experiment=place.experiment,
            store_id=place.store_id,
            lower=place.buckets.lower,
            epoch=epochs[place.experiment_id],
            arms=arms[place.experiment_id],
        )
        found.setdefault((place.store_id, place.experiment.kind), []).append(test)
    return found


def hold_outs(store_ids: Collection[int]) -> dict[int, HoldOut]:
    """By store. One query."""
    rows = HoldOut.objects.filter(store__in=store_ids, share_bp__gt=0)
    return {row.store_id: row for row in rows}


def is_held_out(hold_out: HoldOut | None, buyer: str) -> bool:
    """Whether this buyer is in no test at all."""
    return hold_out is not None and bucket_of(hold_out.salt, buyer) < hold_out.share_bp
