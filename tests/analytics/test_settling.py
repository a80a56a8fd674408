"""How a test ends: by proof or by choice, by a person or by itself, with a report for ever."""

import hashlib
import re
from base64 import b64decode
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from lxml import etree

from analytics.experiments import standing_of
from analytics.models import Decision
from analytics.settling import Choice, NotDecidable, NotProven, ReasonMissing, decide, settle
from analytics.steering import RAMPS_FOR, end_ramp, promote, reweigh, steer
from stores.models import Store
from stores.scope import every_store
from templates_app.models import Arm, Experiment, ExperimentEpoch, Revision
from tests.factories.experiments import make_experiment
from tests.factories.stores import make_store
from tests.factories.units import DAY, add_harm, roll_up

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 1, 9, tzinfo=UTC)
LATER = START + 10 * DAY
CLEAR = [(5000, 600), (5000, 900)]
EVEN = [(5000, 600), (5000, 610)]


def begun(store: Store, *others: Store, per_arm: list[tuple[int, int]], **plan: Any) -> Experiment:
    experiment = make_experiment(store, *others, now=START, **plan)
    roll_up(experiment, store, per_arm, on=START.date())
    return experiment


def arm(experiment: Experiment, number: int) -> Arm:
    with every_store(because="a test chooses"):
        return Arm.objects.get(experiment=experiment, number=number)


def decided(
    experiment: Experiment, number: int | None, because: str = "", actor: str = "Mina Aas"
) -> Decision:
    with every_store(because="a test decides"):
        return decide(
            experiment=experiment,
            arm=None if number is None else Arm.objects.get(experiment=experiment, number=number),
            because=because,
            actor=actor,
            now=LATER,
        )


def state(experiment: Experiment) -> str:
    with every_store(because="a test reads"):
        return Experiment.objects.values_list("state", flat=True).get(pk=experiment.pk)


def test_a_winner_is_ramped_and_its_report_kept_as_it_was_written(store: Store) -> None:
    experiment = begun(store, per_arm=CLEAR)

    decision = decided(experiment, 1)

    assert state(experiment) == "RAMPING"
    with every_store(because="a test reads"):
        epoch = ExperimentEpoch.objects.get(experiment=experiment, number=2)
    assert epoch.weights_bp == [500, 9500]
    assert decision.was_proven
    assert decision.sha256 == hashlib.sha256(decision.html.encode()).hexdigest()
    assert decision.snapshot["standing"]["analysis"]["arms"][1]["total"] == 900
    with pytest.raises(IntegrityError), transaction.atomic(), every_store(because="a test"):
        Decision.objects.update(because="something else")


def test_what_was_not_shown_needs_a_reason_and_the_report_says_so(store: Store) -> None:
    experiment = begun(store, per_arm=EVEN)

    with pytest.raises(ReasonMissing):
        decided(experiment, 1)
    assert state(experiment) == "RUNNING"
    decision = decided(experiment, 1, "We like it <better>.")

    assert not decision.was_proven
    assert "ikke vist" in decision.html or "not shown to be better" in decision.html
    assert "We like it &lt;better&gt;." in decision.html


def test_the_control_stays_without_a_reason(store: Store) -> None:
    experiment = begun(store, per_arm=EVEN)

    decision = decided(experiment, None)

    assert (state(experiment), decision.arm, decision.was_proven) == ("DONE", None, False)
    with pytest.raises(NotDecidable):
        decided(experiment, None)


def test_a_test_decides_by_itself_only_what_is_shown(store: Store) -> None:
    experiment = begun(store, per_arm=EVEN)

    with pytest.raises(NotProven):
        decided(experiment, 1, "no reason", actor="")


def test_a_winner_may_be_published_at_once(store: Store) -> None:
    experiment = begun(store, per_arm=CLEAR)

    with every_store(because="a test decides"):
        before = Revision.objects.count()
        choice = Choice(arm(experiment, 1), is_ramped=False)
        settle(experiment=experiment, choice=choice, actor="Mina Aas", now=LATER)
        assert Revision.objects.count() == before + 1
    assert state(experiment) == "DONE"


def test_the_report_shows_each_arms_mail_and_needs_nothing_from_elsewhere(store: Store) -> None:
    experiment = begun(store, per_arm=CLEAR, segments=["returning"])

    html = decided(experiment, 1).html

    pictures = [
        etree.fromstring(b64decode(one)) for one in re.findall(r"svg\+xml;base64,(.+?)\"", html)
    ]
    assert len(pictures) == 2
    assert "B: " in html  # the variant's subject begins so
    assert "http" not in html.replace("http-equiv", "")
    assert "<script" not in html
    for one in pictures:
        assert "Nordlinje" in "".join(one.itertext())  # the shop, whose mail it is
        assert not one.findall(".//{*}script")
        assert all(image.get("src", "data:").startswith("data:") for image in one.iter("{*}img"))


def promoting(store: Store, per_arm: list[tuple[int, int]]) -> Experiment:
    return begun(store, per_arm=per_arm, promotes_itself=True)


def promoted(experiment: Experiment) -> Decision | None:
    with every_store(because="a test promotes"):
        experiment.refresh_from_db()
        return promote(experiment=experiment, now=LATER)


def test_a_test_that_was_to_promotes_its_winner_by_itself(store: Store) -> None:
    experiment = promoting(store, CLEAR)

    decision = promoted(experiment)

    assert decision is not None
    assert (decision.arm, decision.decided_by) == (1, "")
    assert state(experiment) == "RAMPING"


def test_it_does_not_where_it_was_not_asked_nothing_is_shown_or_the_split_is_doubtful(
    store: Store,
) -> None:
    assert promoted(begun(store, per_arm=CLEAR, coverage_bp=2000)) is None
    assert promoted(begun(store, per_arm=EVEN, coverage_bp=2000, promotes_itself=True)) is None
    # p = 0.002 of chi-squared: no alarm yet, but not to be trusted without a person.
    doubtful = begun(
        store, per_arm=[(5000, 600), (5320, 958)], coverage_bp=2000, promotes_itself=True
    )
    assert promoted(doubtful) is None


def test_it_does_not_where_the_winner_does_harm(store: Store) -> None:
    experiment = promoting(store, CLEAR)
    add_harm(experiment, store, "COMPLAINED", [2, 40], on=START.date())

    assert promoted(experiment) is None


def test_a_ramped_winner_that_does_harm_is_taken_back_and_it_is_written_down(
    store: Store,
) -> None:
    experiment = begun(store, per_arm=CLEAR)
    decided(experiment, 1)
    add_harm(experiment, store, "COMPLAINED", [2, 40], on=LATER.date())

    with every_store(because="a test ends a ramp"):
        experiment.refresh_from_db()
        assert end_ramp(experiment=experiment, now=LATER + DAY)
        first, second = Decision.objects.filter(experiment=experiment).order_by("number")

    assert state(experiment) == "DONE"
    assert (first.arm, second.arm, second.decided_by) == (1, None, "")
    assert second.because


def test_a_ramped_winner_that_did_none_is_published_after_its_days(store: Store) -> None:
    experiment = begun(store, per_arm=CLEAR)
    decided(experiment, 1)

    with every_store(because="a test ends a ramp"):
        experiment.refresh_from_db()
        assert not end_ramp(experiment=experiment, now=LATER + RAMPS_FOR - DAY)
        before = Revision.objects.count()
        assert end_ramp(experiment=experiment, now=LATER + RAMPS_FOR)
        assert Revision.objects.count() == before + 1

    assert state(experiment) == "DONE"


def test_figures_of_the_ramp_do_not_change_what_the_test_showed(store: Store) -> None:
    experiment = begun(store, per_arm=CLEAR)
    decided(experiment, 1)
    roll_up(experiment, store, [(500, 400), (9500, 100)], on=LATER.date(), epoch=2)

    with every_store(because="a test looks"):
        experiment.refresh_from_db()
        standing = standing_of(experiment=experiment, now=LATER + DAY)

    assert standing.analysis is not None
    assert [each.units for each in standing.analysis.arms] == [5000, 5000]


def test_a_bandit_begins_an_epoch_a_day_when_all_arms_have_enough(store: Store) -> None:
    few = [(99, 5), (99, 10), (99, 30)]
    experiment = begun(store, per_arm=few, stopping="BANDIT", arms=3)
    with every_store(because="a test reweighs"):
        assert not reweigh(experiment=experiment, now=START + DAY)

        enough = [(500, 25), (500, 50), (500, 150)]
        roll_up(experiment, store, enough, on=(START + DAY).date())
        assert reweigh(experiment=experiment, now=START + 2 * DAY)
        assert not reweigh(experiment=experiment, now=START + 2 * DAY)
        epoch = ExperimentEpoch.objects.get(experiment=experiment, number=2)

    assert sum(epoch.weights_bp) == 10_000
    assert epoch.weights_bp[2] > epoch.weights_bp[0] >= 1000


def test_one_test_that_cannot_go_on_holds_up_no_other(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = promoting(store, CLEAR)
    whole = begun(make_store(agency=store.agency), per_arm=CLEAR, promotes_itself=True)
    with every_store(because="a test breaks a test"):
        Arm.objects.filter(experiment=broken, number=1).update(name="")
        ExperimentEpoch.objects.filter(experiment=broken).delete()
        steer(now=LATER)

    assert (state(broken), state(whole)) == ("RUNNING", "RAMPING")
