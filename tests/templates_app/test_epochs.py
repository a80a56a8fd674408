"""New words while a test runs: a new epoch, and nothing that a test needs is lost."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from stores.models import Store
from stores.scope import every_store
from templates_app import advancing, drafting, experiment_plans, experimenting, publishing, rolling
from templates_app.epochs import NEW_WORDS, VariantInUse
from templates_app.models import (
    Arm,
    Experiment,
    ExperimentEpoch,
    Revision,
    Rollout,
    Variant,
    VariantWording,
)
from templates_app.rolling import Push
from tests.factories.experiments import ACTOR, make_experiment, template_of
from tests.factories.messaging import make_words
from tests.factories.stores import make_store
from tests.factories.templates_app import write_text

pytestmark = pytest.mark.django_db
WHO = {"actor": "Jonas Berg"}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def reasons(experiment: Experiment) -> list[tuple[int, str, str]]:
    with every_store(because="a test looks"):
        rows = ExperimentEpoch.objects.filter(experiment=experiment).order_by("number")
        return list(rows.values_list("number", "reason", "actor"))


def publish(store: Store, text: str, now: datetime) -> Revision:
    """The agency's confirmation with another greeting."""
    make_words(store)
    template = template_of(store)
    with every_store(because="a test publishes"):
        write_text(template, "greeting", "title", {"nb": text})
        template.refresh_from_db()
        return publishing.publish_template(template=template, now=now, **WHO)


def push(store: Store, stores: list[Store], text: str, now: datetime) -> Rollout:
    make_words(store)
    template = template_of(store)
    with every_store(because="a test pushes"):
        write_text(template, "greeting", "title", {"nb": text})
        template.refresh_from_db()
        rollout = rolling.start_rollout(
            agency=store.agency, push=Push(templates=[template], stores=stores), now=now, **WHO
        )
        while advancing.advance_rollouts(now=now):
            pass
        rollout.refresh_from_db()
    return rollout


NEW = (NEW_WORDS, WHO["actor"])


def test_new_words_of_the_agency_begin_an_epoch_where_they_are_sent(
    store: Store, now: datetime
) -> None:
    experiment = make_experiment(store, weights=[3_000, 7_000], coverage_bp=4_000)
    elsewhere = make_experiment(make_store())

    publish(store, "Takk!", now)

    assert reasons(experiment) == [(1, "started", ACTOR), (2, *NEW)]
    assert len(reasons(elsewhere)) == 1
    with every_store(because="a test looks"):
        last = ExperimentEpoch.objects.get(experiment=experiment, number=2)
    assert (last.weights_bp, last.coverage_bp, last.started_at) == ([3_000, 7_000], 4_000, now)


def test_to_publish_the_same_again_begins_none(store: Store, now: datetime) -> None:
    publish(store, "Takk!", now)
    experiment = make_experiment(store)

    publish(store, "Takk!", now)
    first = len(reasons(experiment))
    publish(store, "Takk!", now)

    assert len(reasons(experiment)) == first


def test_a_roll_out_begins_epochs_only_where_words_change(store: Store, now: datetime) -> None:
    other = make_store(store.agency)
    here = make_experiment(store, coverage_bp=1_000)
    there = make_experiment(other, coverage_bp=1_000)

    push(store, [store], "Takk!", now)

    assert [reason for _number, reason, _actor in reasons(here)] == ["started", NEW_WORDS]
    assert [reason for _number, reason, _actor in reasons(there)] == ["started"]


def test_a_roll_out_taken_back_begins_another(store: Store, now: datetime) -> None:
    publish(store, "Hei!", now)
    experiment = make_experiment(store)
    publish(store, "Hei hei!", now)
    rollout = push(store, [store], "Takk!", now)
    before = len(reasons(experiment))

    with every_store(because="a test rolls back"):
        rolling.roll_back_rollout(rollout=rollout, now=now, **WHO)
        while advancing.advance_rollouts(now=now):
            pass

    assert len(reasons(experiment)) > before


def test_a_test_that_has_stopped_begins_no_epochs(store: Store, now: datetime) -> None:
    experiment = make_experiment(store)
    with every_store(because="a test stops"):
        experimenting.stop_experiment(experiment=experiment, actor=ACTOR, now=now)

    publish(store, "Takk!", now)

    assert len(reasons(experiment)) == 1


def test_a_variant_that_a_test_needs_is_not_removed(store: Store, now: datetime) -> None:
    experiment = make_experiment(store, running=False, name="Greeting")
    with every_store(because="a test tries"):
        variant = Variant.objects.get()
        with pytest.raises(VariantInUse, match="“Greeting” is planned with this variant"):
            drafting.remove_variant(variant=variant)
        experimenting.start_experiment(experiment=experiment, actor=ACTOR, now=now)
        with pytest.raises(VariantInUse, match="Decide the test first"):
            drafting.remove_variant(variant=variant)
        experimenting.finish_experiment(experiment=experiment, arm=None, actor=ACTOR, now=now)

        drafting.remove_variant(variant=variant)

        assert list(Arm.objects.order_by("number").values_list("variant", flat=True)) == [None] * 2


def test_a_draft_test_that_is_deleted_lets_its_variant_go(store: Store, now: datetime) -> None:
    experiment = make_experiment(store, running=False)
    with every_store(because="a test tries"):
        experiment_plans.delete_draft(experiment=experiment)

        drafting.remove_variant(variant=Variant.objects.get())

        assert not Experiment.objects.exists()


def test_an_older_revision_without_the_variant_is_not_restored(store: Store, now: datetime) -> None:
    with every_store(because="a test looks"):
        first = publish(store, "Hei!", now)
    experiment = make_experiment(store, name="Greeting")
    publish(store, "Takk!", now)
    with every_store(because="a test looks"):
        first = Revision.objects.exclude(variants__label="B").latest("number")

        with pytest.raises(VariantInUse, match="no variant B, which the test “Greeting” needs"):
            publishing.restore_revision(revision=first, now=now, **WHO)
        experimenting.stop_experiment(experiment=experiment, actor=ACTOR, now=now)

        assert publishing.restore_revision(revision=first, now=now, **WHO).restores == first


def test_a_roll_out_that_brought_the_variant_is_not_taken_back(store: Store, now: datetime) -> None:
    publish(store, "Hei!", now)
    template = template_of(store)
    with every_store(because="a test drafts"):
        drafting.add_variant(template=template, name="Warmer", now=now)
    rollout = push(store, [store], "Takk!", now)
    with every_store(because="a test plans"):
        variant = Variant.objects.get()
    make_experiment(
        store,
        arms=[
            experiment_plans.ArmPlan(name="As today", weight_bp=5_000),
            experiment_plans.ArmPlan(name="Warmer", weight_bp=5_000, variant=variant),
        ],
    )

    with every_store(because="a test tries"), pytest.raises(VariantInUse):
        rolling.roll_back_rollout(rollout=rollout, now=now, **WHO)


def test_a_scheduled_publication_keeps_the_variants(store: Store, now: datetime) -> None:
    publish(store, "Hei!", now)
    experiment = make_experiment(store)
    template = template_of(store)
    later = now + timedelta(hours=1)
    with every_store(because="a test schedules"):
        write_text(template, "greeting", "title", {"nb": "Senere"})
        publishing.schedule_publication(template=template, at=later, now=now, **WHO)

        assert publishing.publish_due(now=later) == 1

        last = Revision.objects.latest("number")
        labels = list(VariantWording.objects.filter(revision=last).values_list("label", flat=True))
    assert labels == ["B"]
    assert reasons(experiment)[-1][1] == NEW_WORDS
