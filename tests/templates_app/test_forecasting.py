"""Dry runs: what a push would do, said before it, in a number of queries that does not grow."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from stores.models import Agency
from stores.scope import Scope, every_store
from templates_app import adopting, drafting, forecasting, publishing, services
from templates_app.forecasting import Outcome, dry_run
from templates_app.inheriting import draft_of
from templates_app.models import Decision, Revision, Template
from tests.templates_app import fleets
from tests.templates_app.fleets import ACTOR, KIND, advance, mail, master_of, override, push

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everywhere(db: None) -> Iterator[Scope]:
    with every_store(because="a test of dry runs") as scope:
        yield scope


def test_a_dry_run_tells_unchanged_changed_conflict_and_locked_apart(agency: Agency) -> None:
    follower, other, rival, shut = fleets.make_fleet(agency, 4)
    override(other, "greeting", title="Hei")
    override(rival, "help", title="Butikkens hjelp")
    override(shut, "totals", total="Butikkens sum")
    master = master_of(agency)
    fleets.lock(fleets.say(master, "help", title="Ny hjelp"), "totals")

    found = {f.store: f for f in dry_run(templates=[master], stores=[follower, other, rival, shut])}

    assert found[follower].outcome == found[other].outcome == Outcome.CHANGED
    assert found[follower].changed == found[other].changed == ("help",)
    assert (found[rival].outcome, found[rival].conflicts) == (Outcome.CONFLICT, ("help",))
    assert (found[shut].outcome, found[shut].locked) == (Outcome.LOCKED, ("totals",))
    assert not Revision.objects.filter(store=follower).exists()


def test_nothing_changes_where_the_agency_changed_nothing(agency: Agency) -> None:
    follower, other = fleets.make_fleet(agency, 2)
    override(other, "greeting", title="Hei")

    found = dry_run(templates=[master_of(agency)], stores=[follower, other])

    assert [one.outcome for one in found] == [Outcome.UNCHANGED] * 2


def test_a_dry_run_foretells_what_the_roll_out_does(agency: Agency) -> None:
    stores = fleets.make_fleet(agency, 3)
    override(stores[1], "help", title="Butikkens hjelp")
    fleets.say(master_of(agency), "help", title="Ny hjelp")
    before = [mail(store) for store in stores]
    told = [one.outcome for one in dry_run(templates=[master_of(agency)], stores=stores)]

    push(agency, stores)
    advance()

    changed = [mail(store) != was for store, was in zip(stores, before, strict=True)]
    assert told == [Outcome.CHANGED, Outcome.CONFLICT, Outcome.CHANGED]
    assert changed == [True, False, True]
    again = dry_run(templates=[master_of(agency)], stores=stores)
    assert [one.outcome for one in again] == [Outcome.UNCHANGED] * 3


def test_the_impact_counts_mails_and_stores(agency: Agency) -> None:
    stores = fleets.make_fleet(agency, 9)
    fleets.say(master_of(agency), "help", title="Ny hjelp")

    impact = forecasting.impact_of(templates=[master_of(agency)], stores=stores)

    assert (impact.mail_count, impact.store_count) == (9, 9)


def test_a_brand_reaches_only_those_who_froze_another(agency: Agency) -> None:
    follower, frozen = fleets.make_fleet(agency, 2)
    override(frozen, "greeting", title="Hei")
    services.save_brand(agency=agency, fields={"accent": "#8A1C1C"}, now=timezone.now())

    told = forecasting.impact_of_brand(agency_id=agency.pk, stores=[follower, frozen], kinds=[KIND])
    forecasts = dry_run(templates=[master_of(agency)], stores=[follower, frozen])

    assert [store for store, _revision in told] == [frozen]
    assert [one.outcome for one in forecasts] == [Outcome.UNCHANGED, Outcome.CHANGED]
    assert "accent" in forecasts[1].brand_changes


@pytest.mark.parametrize("count", [3, 40])
def test_a_dry_run_takes_the_same_queries_for_few_stores_and_many(
    agency: Agency, count: int, django_assert_num_queries: Any
) -> None:
    stores = fleets.make_fleet(agency, count)
    override(stores[0], "greeting", title="Hei")
    fleets.say(master_of(agency), "help", title="Ny hjelp")
    master = master_of(agency)

    with django_assert_num_queries(6):
        found = dry_run(templates=[master], stores=stores)

    assert len(found) == count


def test_a_draft_behind_its_agency_takes_over_what_is_new(agency: Agency) -> None:
    (store,) = fleets.make_fleet(agency, 1)
    own = override(store, "greeting", is_published=False, title="Butikkens hilsen")
    own = fleets.say(own, "help", title="Butikkens hjelp")
    master = fleets.say(master_of(agency), "help", title="Byråets hjelp")
    master = fleets.say(master, "greeting", title="Byråets hilsen")
    publishing.publish_template(template=master, actor=ACTOR, now=timezone.now())

    news = adopting.agency_news(template=own)
    adopted = adopting.adopt_base(
        template=own,
        version=own.version,
        decisions={"help": Decision.TAKE_AGENCY},
        actor=ACTOR,
        now=timezone.now(),
    )

    assert news is not None
    assert set(news.conflicts) == {"help", "greeting"}
    texts = {b.key: b.settings.get("texts") for b in draft_of(adopted)}
    assert texts["help"] == {"nb": {"title": "Byråets hjelp"}}
    assert texts["greeting"] == {"nb": {"title": "Butikkens hilsen"}}
    assert adopting.agency_news(template=adopted) is None
    with pytest.raises(drafting.EditConflict):
        adopting.adopt_base(template=own, version=own.version, actor=ACTOR, now=timezone.now())
    assert Template.objects.get(pk=own.pk).version == own.version + 1
