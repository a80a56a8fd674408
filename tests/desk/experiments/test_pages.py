"""The pages of tests over HTTP: list, result, decisions, reports, layers."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from analytics.models import Decision, Look
from stores.models import Agency, Store
from stores.roles import Role
from stores.scope import every_store
from templates_app.models import ExperimentEpoch, ExperimentStore, HoldOut
from tests.desk.experiments.pages import BEGUN, CLEAR, EVEN, TORN, begun, said, the_only_one, url
from tests.factories.experiments import make_experiment
from tests.factories.stores import make_member, make_store
from tests.factories.units import add_harm

pytestmark = pytest.mark.django_db


def test_an_empty_list_says_what_would_stand_here_and_the_next_step(page: Client) -> None:
    words = said(page.get(url("changelist")))

    assert "No test is running" in words
    assert url("add") in words


def test_the_list_says_how_each_test_stands_for_the_same_queries(
    page: Client, store: Store, django_assert_num_queries: Any
) -> None:
    begun(store, per_arm=EVEN, coverage_bp=1000, name="Even")
    first = said(page.get(url("changelist")))
    with django_assert_num_queries(12):
        page.get(url("changelist"))
    for number in range(4):
        begun(store, coverage_bp=1000, name=f"More {number}")

    with django_assert_num_queries(12):
        words = said(page.get(url("changelist")))

    assert "1 test is running." in first
    assert "5 tests are running." in words
    assert words.count("No look was taken yet.") == 5
    assert "10,000" in words


def test_the_list_tells_money_in_per_cent(page: Client, store: Store) -> None:
    experiment = begun(store, primary_metric="REVENUE")
    with every_store(because="a test makes a look"):
        Look.objects.create(
            agency=store.agency,
            store=store,
            experiment=experiment,
            number=1,
            metric="REVENUE",
            arm=1,
            at=timezone.now(),
            n=10_000,
            estimate=125.0,
            low=-30.0,
            high=280.0,
            verdict="UNDECIDED",
            method_version=1,
            analysis={"relative": {"estimate": 0.041}},
        )

    assert "B leads by 4.1 % at look 1; nothing is shown yet." in said(page.get(url("changelist")))


def test_the_list_pages_by_a_place_and_not_by_a_number(
    page: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.experiments.lists.PAGE", 2)
    for number in range(3):
        make_experiment(store, running=False, name=f"Draft {number}")

    first = said(page.get(url("changelist") + "?tab=planned"))
    older = first.split("&amp;older=")[1].split('"')[0]
    second = said(page.get(url("changelist") + f"?tab=planned&older={older}"))

    assert "Draft 2" in first
    assert "Draft 1" in first
    assert "Draft 0" not in first
    assert "Draft 0" in second
    assert "Draft 1" not in second


def test_the_result_costs_the_same_for_one_store_and_for_many(
    page: Client, store: Store, agency: Agency, django_assert_num_queries: Any
) -> None:
    others = [make_store(agency, name=f"Other {number}") for number in range(3)]
    one = begun(store, name="One", coverage_bp=2000)
    many = begun(store, *others, name="Many", coverage_bp=2000)
    page.get(url("change", one))

    for experiment in (one, many):
        with django_assert_num_queries(16):
            page.get(url("change", experiment))


def test_a_pooled_result_tells_each_store(page: Client, store: Store, agency: Agency) -> None:
    other = make_store(agency, name="متجر القهوة")
    words = said(page.get(url("change", begun(store, other))))

    assert "Store by store" in words
    assert "متجر القهوة" in words
    assert "All 2, pooled by store" in words


def test_who_sees_not_all_stores_sees_that_and_decides_nothing(
    store: Store, agency: Agency
) -> None:
    other = make_store(agency, name="Elsewhere")
    experiment = begun(store, other, per_arm=CLEAR)
    client = Client()
    client.force_login(make_member(agency, Role.MARKETER, stores=[store]))

    words = said(client.get(url("change", experiment)))
    client.post(url("decide", experiment), {"deed": "control"})

    assert "stores that you do not see" in words
    assert "Elsewhere" not in words
    assert 'id="dec"' not in words
    assert the_only_one().state == "RUNNING"


def test_an_analyst_sees_the_result_and_no_button(store: Store, agency: Agency) -> None:
    client = Client()
    client.force_login(make_member(agency, Role.ANALYST))
    experiment = begun(store)

    words = said(client.get(url("change", experiment)))

    assert 'id="dec"' not in words
    assert client.post(url("decide", experiment), {"deed": "control"}).status_code == 403


def test_a_winner_is_given_to_all_and_its_report_is_kept(page: Client, store: Store) -> None:
    experiment = begun(store, per_arm=CLEAR)
    assert "B is better by 6.0 clicks per 100 buyers." in said(page.get(url("change", experiment)))

    page.post(url("decide", experiment), {"deed": "give", "arm": "1"})

    assert the_only_one().state == "RAMPING"
    report = page.get(url("report_file", experiment))
    assert "default-src 'none'" in report["Content-Security-Policy"]
    with every_store(because="a test reads"):
        decision = Decision.objects.get()
    assert said(report) == decision.html
    assert decision.sha256 in said(page.get(url("report", experiment)))
    kept = page.get(url("report_file", experiment) + "?download")
    assert kept["Content-Disposition"].startswith("attachment")
    listed = said(page.get(url("changelist")))
    assert "B was shown to be better and goes to everybody since" in listed


def test_what_is_not_shown_wants_a_reason(page: Client, store: Store) -> None:
    experiment = begun(store, per_arm=EVEN)

    bare = page.post(url("decide", experiment), {"deed": "give", "arm": "1"}, follow=True)
    assert "write down why" in said(bare)
    assert the_only_one().state == "RUNNING"
    page.post(url("decide", experiment), {"deed": "give", "arm": "1", "because": "It is kinder."})

    assert the_only_one().state == "RAMPING"
    assert "It was not shown to be better." in said(page.get(url("report", experiment)))
    assert "though it was not shown to be better" in said(page.get(url("changelist")))


@pytest.mark.parametrize("arm", ["", "0", "7", "x", "-1", "999999999999999999999"])
def test_an_arm_that_is_none_is_refused(page: Client, store: Store, arm: str) -> None:
    experiment = begun(store, per_arm=CLEAR)

    page.post(url("decide", experiment), {"deed": "give", "arm": arm, "because": "x"})

    assert the_only_one().state == "RUNNING"


def test_the_control_is_kept_and_a_ramp_taken_back(page: Client, store: Store) -> None:
    experiment = begun(store, per_arm=CLEAR)
    page.post(url("decide", experiment), {"deed": "give", "arm": "1"})

    page.post(url("decide", experiment), {"deed": "control", "because": "Buyers complained."})

    assert the_only_one().state == "DONE"
    with every_store(because="a test reads"):
        assert [row.arm for row in Decision.objects.order_by("number")] == [1, None]
    words = said(page.get(url("report", experiment) + "?number=1"))
    assert words.count("aria-current") >= 1
    assert page.get(url("report", experiment) + "?number=9").status_code == 404


def test_new_shares_begin_an_epoch_with_their_reason(page: Client, store: Store) -> None:
    experiment = begun(store)
    shares = {"share-0": "30", "share-1": "70,0"}

    page.post(url("reweigh", experiment), shares)
    page.post(url("reweigh", experiment), {"share-0": "x", "share-1": "1", "because": "y"})
    page.post(url("reweigh", experiment), {**shares, "because": "B looks safe"})

    with every_store(because="a test reads"):
        epochs = list(ExperimentEpoch.objects.order_by("number"))
    assert [row.weights_bp for row in epochs] == [[5000, 5000], [3000, 7000]]
    assert epochs[-1].reason == "B looks safe"
    assert "A 30 %, B 70 %" in said(page.get(url("change", experiment)))


def test_a_torn_split_and_harm_stand_first_on_the_page(page: Client, store: Store) -> None:
    torn = begun(store, per_arm=TORN, coverage_bp=2000, name="Torn")
    harmed = begun(store, per_arm=CLEAR, coverage_bp=2000, name="Harmed")
    fine = begun(store, per_arm=EVEN, coverage_bp=2000, name="Newest and fine")
    on = datetime.now(tz=UTC).date() - BEGUN
    add_harm(harmed, store, "COMPLAINED", [2, 60], on=on)

    listed = said(page.get(url("changelist")))
    assert "2 tests need you now." in listed
    assert "B does harm: it is marked as spam more often than A." in listed
    assert listed.index(torn.name) < listed.index(fine.name)
    assert "The split went wrong" in said(page.get(url("change", torn)))
    assert "B does harm: it is marked as spam" in said(page.get(url("change", harmed)))


def test_layers_show_who_is_where_and_take_a_hold_out(page: Client, store: Store) -> None:
    begun(store, coverage_bp=2000, name="A fifth")

    words = said(page.get(url("layers")))
    page.post(url("hold_out"), {"store": str(store.pk), "share": "7.5"})
    page.post(url("hold_out"), {"store": str(store.pk), "share": "50"})

    assert "A fifth" in words
    assert "80 % free" in words
    with every_store(because="a test reads"):
        assert HoldOut.objects.get().share_bp == 750
        assert ExperimentStore.objects.get().buckets.upper == 2000


def test_numbers_follow_the_language_of_who_reads(page: Client, store: Store) -> None:
    experiment = begun(store, per_arm=CLEAR)
    page.cookies["django_language"] = "nb"

    words = said(page.get(url("change", experiment), headers={"accept-language": "nb"}))

    assert "width:NaN" not in words
    assert "inline-size:100,0%" not in words
