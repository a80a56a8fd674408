"""How a test ends: ramped, ended, its winner published."""

from datetime import datetime

import pytest
from django.utils import timezone

from stores.models import Store
from stores.scope import agency_scope, every_store
from templates_app import advancing, drafting, experimenting, publishing, queries
from templates_app.experiment_plans import ArmPlan
from templates_app.experimenting import NotSteerable, StartRefused
from templates_app.inheriting import Placed, draft_of
from templates_app.models import Arm, Experiment, ExperimentEpoch, ExperimentStore, Template
from templates_app.winning import CannotPromote
from tests.factories.experiments import ACTOR, KIND, make_experiment, template_of
from tests.factories.messaging import make_words
from tests.factories.stores import make_store
from tests.factories.templates_app import make_own_template, write_text

pytestmark = pytest.mark.django_db
State = Experiment.State


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def arm_of(experiment: Experiment, number: int) -> Arm:
    return Arm.objects.select_related("variant").get(experiment=experiment, number=number)


def write_variant(template: Template, text: str, now: datetime) -> ArmPlan:
    """A published variant with another greeting, as an arm."""
    variant = drafting.add_variant(template=template, name="Warmer", now=now)
    blocks = [
        block
        if block.key != "greeting"
        else Placed(key=block.key, type=block.type, settings=greeting(text))
        for block in draft_of(template)
    ]
    template.refresh_from_db()
    drafting.save_draft(
        template=template,
        version=template.version,
        blocks=blocks,
        actor=ACTOR,
        now=now,
        variant=variant,
    )
    publishing.publish_template(template=template, actor=ACTOR, now=now)
    return ArmPlan(name="Warmer", weight_bp=5_000, variant=variant)


def greeting(text: str) -> dict[str, object]:
    return {"texts": {"nb": {"title": text}}}


def title_sent(store: Store) -> str | None:
    """The Norwegian greeting of what the store sends now."""
    revision = queries.current_revision(store=store, kind=KIND)
    assert revision is not None
    return title_in(tuple(Placed.from_json(kept) for kept in revision.blocks))


def title_in(blocks: tuple[Placed, ...]) -> str | None:
    block = next(block for block in blocks if block.key == "greeting")
    title: str | None = block.settings.get("texts", {}).get("nb", {}).get("title")
    return title


CONTROL = ArmPlan(name="As today", weight_bp=5_000)


def test_a_ramp_gives_the_winner_to_all_but_a_hold_back(store: Store, now: datetime) -> None:
    experiment = make_experiment(store, arms=3, holdback_bp=800)

    with every_store(because="a test ends"):
        with pytest.raises(NotSteerable, match="The control wins by ending"):
            experimenting.ramp_to_winner(
                experiment=experiment, arm=arm_of(experiment, 0), actor=ACTOR, now=now
            )
        ramped = experimenting.ramp_to_winner(
            experiment=experiment, arm=arm_of(experiment, 2), actor=ACTOR, now=now
        )
        last = ExperimentEpoch.objects.get(experiment=experiment, number=2)

        assert ramped.state == State.RAMPING
        assert (last.weights_bp, last.reason) == ([800, 0, 9_200], "C won")
        with pytest.raises(NotSteerable):
            experimenting.change_weights(
                experiment=experiment,
                weights_bp=[0, 0, 10_000],
                reason="all",
                actor=ACTOR,
                now=now,
            )
        stopped = experimenting.stop_experiment(
            experiment=experiment, actor=ACTOR, now=now, why="complaints"
        )
    assert (stopped.state, stopped.why_stopped) == (State.STOPPED, "complaints")


def test_what_was_stopped_is_ramped_only_where_its_buckets_are_free(
    store: Store, now: datetime
) -> None:
    first = make_experiment(store, coverage_bp=6_000)
    with every_store(because="a test ends"):
        experimenting.stop_experiment(experiment=first, actor=ACTOR, now=now)
    second = make_experiment(store, coverage_bp=6_000, name="Later")

    with every_store(because="a test ends"):
        winner = arm_of(first, 1)
        with pytest.raises(StartRefused, match="“Later”"):
            experimenting.ramp_to_winner(experiment=first, arm=winner, actor=ACTOR, now=now)
        experimenting.finish_experiment(experiment=second, arm=None, actor=ACTOR, now=now)
        experimenting.ramp_to_winner(experiment=first, arm=winner, actor=ACTOR, now=now)

        assert ExperimentStore.objects.get(experiment=first).is_active
        first.refresh_from_db()
        assert first.stopped_at is None


def test_where_the_control_wins_nothing_is_published(store: Store, now: datetime) -> None:
    experiment = make_experiment(store)

    with every_store(because="a test ends"):
        before = queries.current_revision(store=store, kind=KIND)
        found = experimenting.finish_experiment(
            experiment=experiment, arm=arm_of(experiment, 0), actor=ACTOR, now=now
        )
        experiment.refresh_from_db()

        assert found is None
        assert (experiment.state, experiment.decided_at) == (State.DONE, now)
        assert queries.current_revision(store=store, kind=KIND) == before
        assert not ExperimentStore.objects.filter(is_active=True).exists()
        with pytest.raises(NotSteerable):
            experimenting.finish_experiment(experiment=experiment, arm=None, actor=ACTOR, now=now)


def test_the_winner_of_a_stores_own_test_is_published_exactly_as_it_was_tested(
    store: Store, now: datetime
) -> None:
    with every_store(because="a test writes"):
        own = make_own_template(store)
        arm = write_variant(own, "Kjære deg", now)
        # Edited since: neither the draft's nor the variant's unpublished words go out.
        write_text(own, "help", "title", {"nb": "Uferdig"})
    experiment = make_experiment(store, template=own, arms=[CONTROL, arm])

    with every_store(because="a test ends"):
        promotion = experimenting.finish_experiment(
            experiment=experiment, arm=arm_of(experiment, 1), actor=ACTOR, now=now
        )
        own.refresh_from_db()

        assert promotion is not None
        assert promotion.rollout is None
        assert promotion.revision is not None
        assert promotion.revision == queries.current_revision(store=store, kind=KIND)
        assert "Uferdig" not in str(promotion.revision.sources["nb"])
        assert title_sent(store) == "Kjære deg"
        assert title_in(draft_of(own)) == "Kjære deg"
        assert "Uferdig" in str([block.settings for block in draft_of(own)])
        assert ExperimentEpoch.objects.filter(experiment=experiment).count() == 1


def test_the_winner_of_an_agencys_test_reaches_its_stores_and_no_others(
    store: Store, now: datetime
) -> None:
    bystander = make_store(store.agency)
    make_words(store)
    template = template_of(store)
    with every_store(because="a test writes"):
        write_text(template, "greeting", "title", {"nb": "Hei"})
        template.refresh_from_db()
        arm = write_variant(template, "Kjære deg", now)
    experiment = make_experiment(store, arms=[CONTROL, arm])

    with every_store(because="a test ends"):
        promotion = experimenting.finish_experiment(
            experiment=experiment, arm=arm_of(experiment, 1), actor=ACTOR, now=now
        )
        while advancing.advance_rollouts(now=now):
            pass

        assert promotion is not None
        assert promotion.rollout is not None
        assert (title_sent(store), title_sent(bystander)) == ("Kjære deg", "Hei")
        assert title_in(draft_of(template_of(store))) == "Kjære deg"


def test_who_does_not_see_all_stores_publishes_nothing_for_the_agency(
    store: Store, now: datetime
) -> None:
    other = make_store(store.agency)
    experiment = make_experiment(store)

    with agency_scope(store.agency_id, [store.pk]):
        with pytest.raises(CannotPromote, match="Ask an owner"):
            experimenting.finish_experiment(
                experiment=experiment, arm=arm_of(experiment, 1), actor=ACTOR, now=now
            )
        experiment.refresh_from_db()
    assert experiment.state == State.RUNNING

    with agency_scope(store.agency_id, [store.pk, other.pk], is_whole=True):
        promotion = experimenting.finish_experiment(
            experiment=experiment, arm=arm_of(experiment, 1), actor=ACTOR, now=now
        )
    assert promotion is not None
    assert promotion.rollout is not None


def test_a_senders_name_that_won_is_set_by_hand(store: Store, now: datetime) -> None:
    make_words(store)
    arm = ArmPlan(name="A person", weight_bp=5_000, sender_name="Marte")
    experiment = make_experiment(store, arms=[CONTROL, arm])

    with every_store(because="a test ends"):
        promotion = experimenting.finish_experiment(
            experiment=experiment, arm=arm_of(experiment, 1), actor=ACTOR, now=now
        )

    assert promotion is not None
    assert (promotion.revision, promotion.sender_name) == (None, "Marte")
