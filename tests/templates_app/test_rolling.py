"""Roll-outs: the agency's words reach the stores, what stores changed survives, and back again."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stores.models import Agency, Store
from stores.scope import Scope, every_store
from templates_app import advancing, drafting, publishing, rolling, services
from templates_app.checking import TemplateRefused
from templates_app.engine.environment import Place
from templates_app.inheriting import draft_of
from templates_app.models import Block, Decision, Revision, Rollout, RolloutItem, Template
from tests.templates_app import fleets
from tests.templates_app.fleets import ACTOR, KIND, advance, mail, master_of, override, push, sent

pytestmark = pytest.mark.django_db
State = Rollout.State
Item = RolloutItem.State


@pytest.fixture(autouse=True)
def _everywhere(db: None) -> Iterator[Scope]:
    """Roll-outs advance for all agencies, so these tests stand in that scope."""
    with every_store(because="a test of roll-outs") as scope:
        yield scope


def test_a_new_footer_reaches_every_store_and_what_stores_changed_survives(agency: Agency) -> None:
    first, second, third = fleets.make_fleet(agency, 3)
    override(second, "greeting", title="Hei fra butikken")
    fleets.say(master_of(agency), "help", title="Ny hjelp")

    rollout = push(agency, [first, second, third])
    advance()

    rollout.refresh_from_db()
    assert rollout.state == State.DONE
    assert all("Ny hjelp" in mail(store) for store in (first, second, third))
    assert "Hei fra butikken" in mail(second)
    assert "Hei fra butikken" not in mail(first)


def test_stores_that_are_not_yet_at_their_turn_send_what_they_sent(agency: Agency) -> None:
    stores = fleets.make_fleet(agency, 4)
    outside = fleets.make_fleet(agency, 1)[0]
    before = {store.pk: mail(store) for store in [*stores, outside]}
    fleets.say(master_of(agency), "help", title="Ny hjelp")

    rollout = push(agency, stores, stages=(25, 100), wait=timedelta(hours=4))
    at_start = [mail(store) == before[store.pk] for store in stores]
    advance()
    after_a_stage = ["Ny hjelp" in mail(store) for store in stores]
    advance(timedelta(hours=3))
    still = ["Ny hjelp" in mail(store) for store in stores]
    advance(timedelta(hours=5))

    rollout.refresh_from_db()
    assert at_start == [True] * 4
    assert after_a_stage == still == [True, False, False, False]
    assert all("Ny hjelp" in mail(store) for store in stores)
    assert rollout.state == State.DONE
    assert mail(outside) == before[outside.pk]


def test_rolling_back_restores_every_mail_byte_for_byte(agency: Agency) -> None:
    follower, own, brand_changed = fleets.make_fleet(agency, 3)
    override(own, "greeting", title="Hei fra butikken")
    override(brand_changed, "greeting", title="Velkommen")
    before = {store.pk: mail(store) for store in (follower, own, brand_changed)}
    now = timezone.now()
    services.save_brand(agency=agency, store=brand_changed, fields={"footer": "Neu"}, now=now)
    fleets.say(master_of(agency), "help", title="Ny hjelp")
    rollout = push(agency, [follower, own, brand_changed])
    advance()
    changed = [mail(store) != before[store.pk] for store in (follower, own, brand_changed)]

    rolling.roll_back_rollout(rollout=rollout, actor="Eve", now=timezone.now())
    advance()

    rollout.refresh_from_db()
    assert changed == [True] * 3
    assert rollout.state == State.ROLLED_BACK
    assert {pk: mail(store) for pk, store in _by_id(follower, own, brand_changed)} == before
    assert sent(own).created_by == "Eve"
    new_store = fleets.make_fleet(agency, 1)[0]
    assert "Ny hjelp" not in mail(new_store)


def test_a_store_that_published_again_since_keeps_that_in_a_roll_back(agency: Agency) -> None:
    store, other = fleets.make_fleet(agency, 2)
    fleets.say(master_of(agency), "help", title="Ny hjelp")
    rollout = push(agency, [store, other])
    advance()
    override(store, "greeting", title="Nettopp skrevet")

    rolling.roll_back_rollout(rollout=rollout, actor=ACTOR, now=timezone.now())
    advance()

    assert "Nettopp skrevet" in mail(store)
    assert "Ny hjelp" not in mail(other)
    states = dict(RolloutItem.objects.filter(store__isnull=False).values_list("store", "state"))
    assert states == {store.pk: Item.KEPT, other.pk: Item.UNDONE}


@pytest.mark.parametrize(
    ("decision", "said", "unsaid"),
    [
        (Decision.KEEP_STORE, "Butikkens", "Byråets"),
        (Decision.TAKE_AGENCY, "Byråets", "Butikkens"),
        (Decision.SKIP, "Butikkens", "Byråets"),
    ],
)
def test_in_a_conflict_the_decision_counts(
    agency: Agency, decision: Decision, said: str, unsaid: str
) -> None:
    (store,) = fleets.make_fleet(agency, 1)
    own = override(store, "help", title="Butikkens")
    fleets.say(master_of(agency), "help", title="Byråets")
    fleets.say(master_of(agency), "greeting", title="Ny hilsen")

    rollout = push(agency, [store], decisions={(store.pk, KIND): decision})
    advance()

    assert said in mail(store)
    assert unsaid not in mail(store)
    assert ("Ny hilsen" in mail(store)) == (decision != Decision.SKIP)
    rolling.roll_back_rollout(rollout=rollout, actor=ACTOR, now=timezone.now())
    advance()
    again = publishing.publish_template(template=own, actor=ACTOR, now=timezone.now())
    assert "Butikkens" in again.sources["nb"]["html"]


def test_a_block_that_the_agency_locked_since_is_the_agencys(agency: Agency) -> None:
    (store,) = fleets.make_fleet(agency, 1)
    override(store, "help", title="Butikkens")
    fleets.lock(fleets.say(master_of(agency), "help", title="Byråets"), "help")

    push(agency, [store])
    advance()

    assert "Byråets" in mail(store)
    assert "Butikkens" not in mail(store)


def test_what_a_store_only_drafted_is_not_published_and_its_editor_is_told(agency: Agency) -> None:
    (store,) = fleets.make_fleet(agency, 1)
    own = override(store, "greeting", is_published=False, title="Bare et utkast")
    fleets.say(master_of(agency), "help", title="Ny hjelp")

    push(agency, [store])
    advance()

    assert "Bare et utkast" not in mail(store)
    now_own = Template.objects.get(pk=own.pk)
    assert now_own.version > own.version
    assert now_own.base == Revision.objects.filter(store=None).latest("number")
    revision = publishing.publish_template(template=own, actor=ACTOR, now=timezone.now())
    assert "Ny hjelp" in revision.sources["nb"]["html"]
    assert "Bare et utkast" in revision.sources["nb"]["html"]


def test_a_changed_brand_alone_makes_revisions(agency: Agency) -> None:
    (store,) = fleets.make_fleet(agency, 1)
    override(store, "greeting", title="Hei")
    number = sent(store).number
    services.save_brand(agency=agency, fields={"accent": "#8A1C1C"}, now=timezone.now())

    push(agency, [store])
    advance()

    assert sent(store).number == number + 1
    assert sent(store).brand["accent"] == "#8A1C1C"
    assert "Hei" in mail(store)


def test_a_mail_that_cannot_be_sent_stops_the_roll_out_and_names_it(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad, waiting = fleets.make_fleet(agency, 3)
    override(bad, "greeting", title="Butikkens")
    fleets.say(master_of(agency), "help", title="Ny hjelp")
    rollout = push(agency, [good, bad, waiting], stages=(66, 100))
    really = publishing.freeze

    def refuse(**asked: Any) -> Any:
        if any(block.origin == "STORE" for block in asked["blocks"]):
            raise TemplateRefused(
                block="Greeting", locale="nb", place=Place(message="Unknown tag", line=1, column=1)
            )
        return really(**asked)

    monkeypatch.setattr(publishing, "freeze", refuse)
    advance()

    rollout.refresh_from_db()
    assert rollout.state == State.PAUSED
    assert bad.name in rollout.why_paused
    assert "Greeting" in rollout.why_paused
    assert [mail(s).count("Ny hjelp") > 0 for s in (good, bad, waiting)] == [True, False, False]
    monkeypatch.setattr(publishing, "freeze", really)
    rolling.resume_rollout(rollout=rollout, actor=ACTOR, now=timezone.now())
    advance()
    rollout.refresh_from_db()
    assert rollout.state == State.DONE
    assert all("Ny hjelp" in mail(store) for store in (good, bad, waiting))


def test_paused_and_cancelled_roll_outs_go_no_further(agency: Agency) -> None:
    first, second = fleets.make_fleet(agency, 2)
    fleets.say(master_of(agency), "help", title="Ny hjelp")
    rollout = push(agency, [first, second], stages=(50, 100), wait=timedelta(hours=1))
    advance()
    now = timezone.now()

    rolling.pause_rollout(rollout=rollout, actor=ACTOR, now=now)
    assert advance(timedelta(days=2)) == 0
    rolling.cancel_rollout(rollout=rollout, actor=ACTOR, now=now)
    assert advance(timedelta(days=2)) == 0

    assert ["Ny hjelp" in mail(store) for store in (first, second)] == [True, False]
    with pytest.raises(rolling.NotSteerable):
        rolling.resume_rollout(rollout=rollout, actor=ACTOR, now=now)


def test_two_roll_outs_of_one_kind_do_not_overlap(agency: Agency) -> None:
    stores = fleets.make_fleet(agency, 2)
    push(agency, stores, stages=(50, 100), wait=timedelta(hours=1))

    with pytest.raises(rolling.RolloutUnderWay):
        push(agency, stores)


@pytest.mark.parametrize(
    "how",
    [
        {"stages": (50,)},
        {"stages": (100, 50)},
        {"stages": (0, 100)},
        {"stages": ()},
        {"stages": tuple(range(90, 101))},
        {"wait": timedelta(days=31)},
        {"wait": timedelta(seconds=-1)},
    ],
)
def test_odd_stages_are_refused(agency: Agency, how: dict[str, Any]) -> None:
    stores = fleets.make_fleet(agency, 1)

    with pytest.raises(rolling.PushRefused):
        push(agency, stores, **how)

    assert not Rollout.objects.exists()
    assert not Revision.objects.filter(store__isnull=False).exists()


def test_who_may_not_publish_for_all_pushes_what_was_published_last(agency: Agency) -> None:
    first, second = fleets.make_fleet(agency, 2)
    fleets.say(master_of(agency), "help", title="Bare utkast")

    push(agency, [first], from_draft=False)
    advance()

    assert "Bare utkast" not in mail(first)
    assert not Revision.objects.filter(store=second).exists()


def test_variants_follow_into_each_store(agency: Agency) -> None:
    (store,) = fleets.make_fleet(agency, 1)
    master = master_of(agency)
    now = timezone.now()
    variant = drafting.add_variant(template=master, name="Kort", now=now)
    drafting.save_draft(
        template=master,
        version=master.version,
        variant=variant,
        blocks=[
            replace(b, settings={"texts": {"nb": {"title": "Kort hilsen"}}})
            if b.key == "greeting"
            else b
            for b in draft_of(master)
        ],
        actor=ACTOR,
        now=now,
    )
    override(store, "help", title="Butikkens hjelp")

    push(agency, [store])
    advance()

    frozen = sent(store).variants.get(label="B").wording.sources["nb"]["html"]
    assert "Kort hilsen" in frozen
    assert "Butikkens hjelp" in frozen


def test_a_changed_variant_is_published_though_the_mail_itself_is_as_it_was(
    agency: Agency,
) -> None:
    fleets.make_fleet(agency, 0)
    master, now = master_of(agency), timezone.now()
    drafting.add_variant(template=master, name="Kort", now=now)

    second = publishing.publish_template(template=master, actor=ACTOR, now=now)
    same = publishing.publish_template(template=master, actor=ACTOR, now=now)
    restored = publishing.restore_revision(revision=second, actor=ACTOR, now=now)

    first = Revision.objects.get(store=None, number=1)
    assert (second.number, same, restored.number) == (2, second, 3)
    assert not first.variants.exists()
    assert [row.label for row in restored.variants.all()] == ["B"]


def test_two_hundred_stores_in_a_number_of_queries_that_hardly_grows(
    agency: Agency, capsys: Any
) -> None:
    stores = fleets.make_fleet(agency, 200)
    for store in stores[:10]:
        override(store, "greeting", title=f"Hei fra {store.name}")
    before = {store.pk: mail(store) for store in stores[5:15]}
    fleets.say(master_of(agency), "help", title="Ny hjelp")

    started = time.perf_counter()
    with CaptureQueriesContext(connection) as starting:
        rollout = push(agency, stores)
    start_seconds = time.perf_counter() - started
    with CaptureQueriesContext(connection) as advancing_queries:
        chunks = advance()
    forward_seconds = time.perf_counter() - started - start_seconds

    assert all("Ny hjelp" in mail(store) for store in stores)
    assert all(f"Hei fra {store.name}" in mail(store) for store in stores[:10])
    assert len(starting) < 60
    assert len(advancing_queries) < 150
    rolling.roll_back_rollout(rollout=rollout, actor=ACTOR, now=timezone.now())
    with CaptureQueriesContext(connection) as back:
        advance()
    assert {store.pk: mail(store) for store in stores[5:15]} == before
    with capsys.disabled():
        print(
            f"\n200 stores: start {start_seconds:.2f} s, {len(starting)} queries; forward "
            f"{forward_seconds:.2f} s, {len(advancing_queries)} queries in {chunks} chunks; "
            f"back {len(back)} queries"
        )


def test_a_chunk_that_dies_half_way_leaves_nothing_half_done(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores = fleets.make_fleet(agency, 5)
    fleets.say(master_of(agency), "help", title="Ny hjelp")
    push(agency, stores)
    monkeypatch.setattr(advancing, "CHUNK", 2)
    deaths = iter([True, False, True, False, False, False, False])

    def perhaps_die(_name: str) -> None:
        if next(deaths, False):
            raise KeyboardInterrupt

    monkeypatch.setattr(advancing, "killpoint", perhaps_die)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            advance()

    monkeypatch.undo()
    advance()

    assert all("Ny hjelp" in mail(store) for store in stores)
    assert all(sent(store).number == 2 for store in stores)
    assert not Block.objects.filter(store__isnull=False).exists()


def _by_id(*stores: Store) -> list[tuple[int, Store]]:
    return [(store.pk, store) for store in stores]
