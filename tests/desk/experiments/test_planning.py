"""The form of a draft over HTTP: what is kept or refused, what the planner says, the start."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from analytics.models import DailyStat
from stores.models import Store
from stores.scope import every_store
from templates_app.models import Arm, Experiment
from tests.desk.experiments.pages import said, the_only_one, url
from tests.factories.experiments import make_experiment, template_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def variant_key(store: Store) -> str:
    """The form's name of a variant of the confirmation, which the store sends."""
    make_experiment(store, running=False, name="For its template")
    with every_store(because="a test makes a variant"):
        arm = Arm.objects.get(number=1)
        Experiment.objects.all().delete()
    return f"v{arm.variant_id}"


def form(store: Store, variant_key: str, **changes: Any) -> dict[str, Any]:
    known = {
        "name": "Promise above the lines",
        "template": str(template_of(store).pk),
        "store": [str(store.pk)],
        "unit": "CUSTOMER",
        "stopping": "PLANNED",
        "metric": "CLICKED",
        "window_days": "14",
        "effect": "10",
        "base_rate": "17",
        "coverage": "100",
        "holdback": "5",
        "least_days": "7",
        "look_count": "5",
        "guardrail": ["COMPLAINED", "BOUNCED"],
        "arm-0-name": "As it was",
        f"arm-{variant_key}-on": "on",
        f"arm-{variant_key}-name": "Promise first",
        "deed": "save",
    }
    return known | changes


def test_a_draft_is_kept_with_the_planners_number_and_end(
    page: Client, store: Store, variant_key: str
) -> None:
    answer = page.post(url("add"), form(store, variant_key))

    draft = the_only_one()
    assert answer.status_code == 302
    assert draft.state == "DRAFT"
    assert draft.plan_units
    assert draft.plan_units > 10_000
    assert [draft.base_rate, draft.least_effect] == [0.17, 0.1]
    assert draft.guardrails == ["COMPLAINED", "BOUNCED"]
    with every_store(because="a test reads"):
        arms = list(Arm.objects.order_by("number").values_list("name", "weight_bp"))
    assert arms == [("As it was", 5000), ("Promise first", 5000)]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"name": " "}, "Give the test a name."),
        ({"store": []}, "Choose at least one store."),
        ({"effect": "many"}, "“many” is no number."),
        ({"coverage": "0"}, "Coverage is between 0.01 and 100 %."),
        ({"coverage": "1e400"}, "is no number."),
        ({"metric": "NONSENSE"}, "Choose one of those offered."),
        ({"plan_end": "2026-99-99"}, "Write the day as 2026-12-31."),
        ({"template": "999999"}, "Choose which mail is tested."),
        ({"window_days": "\0"}, "Between 1 and 90 days count."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    page: Client, store: Store, variant_key: str, changes: dict[str, Any], complaint: str
) -> None:
    wanted = form(store, variant_key, hypothesis="Buyers look for the day") | changes

    words = said(page.post(url("add"), wanted))

    assert complaint in words
    assert "Buyers look for the day" in words
    with every_store(because="a test counts"):
        assert not Experiment.objects.exists()


def test_what_was_kept_stands_in_the_form_again(
    page: Client, store: Store, variant_key: str
) -> None:
    page.post(url("add"), form(store, variant_key, **{"arm-s-on": "on", "arm-s-delay": "2,5"}))

    words = said(page.get(url("edit", the_only_one())))

    assert 'value="2.5"' in words
    assert 'value="Promise first"' in words
    assert 'value="33.34"' in words


def test_a_test_starts_once_and_is_frozen_then(
    page: Client, store: Store, variant_key: str
) -> None:
    until = (timezone.now() + timedelta(days=60)).date().isoformat()
    wanted = form(store, variant_key, deed="start", plan_units="36000", plan_end=until)
    answer = page.post(url("add"), wanted)
    running = the_only_one()
    assert (running.state, running.plan_units) == ("RUNNING", 36_000)
    assert answer["Location"] == url("change", running)

    again = page.post(url("edit", running), form(store, variant_key, name="Another name"))

    assert again["Location"] == url("change", running)
    assert the_only_one().name == "Promise above the lines"
    assert "Nobody has been given a mail of this test yet." in said(
        page.get(url("change", running))
    )


def test_what_hinders_a_start_stands_beside_its_field(
    page: Client, store: Store, variant_key: str
) -> None:
    alone = {key: value for key, value in form(store, variant_key).items() if "-on" not in key}

    answer = page.post(url("add"), alone | {"deed": "start", "plan_units": "100"}, follow=True)

    words = said(answer)
    assert "The draft is kept, but it cannot start yet" in words
    assert "A test needs at least two arms: add a variant." in words
    assert the_only_one().state == "DRAFT"


def test_a_draft_can_be_forgotten(page: Client, store: Store) -> None:
    draft = make_experiment(store, running=False)

    page.post(url("forget", draft))

    with every_store(because="a test counts"):
        assert not Experiment.objects.exists()


def test_the_planner_answers_alone_and_saves_nothing(
    page: Client, store: Store, variant_key: str
) -> None:
    words = said(page.post(url("planner"), form(store, variant_key)))

    assert "no mail of this kind goes out here now" in words
    assert "Taken as 17.0 clicks per 100 buyers" in words
    with every_store(because="a test counts"):
        assert not Experiment.objects.exists()


def test_the_planner_says_how_long_it_takes_here_and_what_would_help(
    page: Client, store: Store, variant_key: str
) -> None:
    today = timezone.now().date()
    with every_store(because="a test makes figures"):
        DailyStat.objects.bulk_create(
            DailyStat(
                store=store,
                kind=template_of(store).kind,
                day=today - timedelta(days=ago),
                sent_count=40,
                tracked_count=40,
                clicked_by_people_count=6,
            )
            for ago in range(1, 29)
        )

    words = said(page.post(url("planner"), form(store, variant_key, base_rate="")))

    assert "You need 18,966 buyers: that is 16 months at 40 a day." in words
    assert "Today it is 15.0 clicks per 100 buyers" in words
    assert "That is long. What would help" in words
    assert "A bolder variant, that changes it by 20 %" in words


def test_the_planner_says_what_is_missing(page: Client, store: Store, variant_key: str) -> None:
    words = said(page.post(url("planner"), form(store, variant_key, effect="x")))

    assert "The planner waits for what is missing." in words
