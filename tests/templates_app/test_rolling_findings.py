"""Errors stop a push as they stop publishing; what was let pass goes with the words."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils import timezone

from stores.models import Agency, Store
from stores.scope import Scope, every_store
from templates_app import drafting, publishing, rolling, services, waiving
from templates_app.data import NotificationKind
from templates_app.inheriting import draft_of
from templates_app.models import Revision, Rollout, RolloutItem, Template
from templates_app.rolling import Push
from tests.templates_app import fleets
from tests.templates_app.fleets import ACTOR, KIND, advance, mail, master_of, push, sent

pytestmark = pytest.mark.django_db
REASON = "The shop page shows the status."


@pytest.fixture(autouse=True)
def _everywhere(db: None) -> Iterator[Scope]:
    with every_store(because="a test of roll-outs") as scope:
        yield scope


def waive(template: Template, reason: str = REASON) -> None:
    waiving.waive_finding(
        template=template, rule="L01", reason=reason, actor=ACTOR, now=timezone.now()
    )


def test_errors_stop_a_push_before_anything_is_frozen_and_name_each_kind(agency: Agency) -> None:
    (store,) = fleets.make_fleet(agency, 1)
    confirmation = fleets.hide(master_of(agency), "status")
    edited = services.ensure_default_template(
        agency=agency, kind=NotificationKind.ORDER_EDITED, now=timezone.now()
    )
    fleets.say(edited, "subject", subject="10 % rabatt på alt med kode SALG")
    before = Revision.objects.count()

    with pytest.raises(waiving.FindingsStopPublishing) as stopped:
        rolling.start_rollout(
            agency=agency,
            push=Push(templates=[confirmation, edited], stores=[store]),
            actor=ACTOR,
            now=timezone.now(),
        )

    by_kind = {kind: found[0].rule for kind, found in stopped.value.by_kind.items()}
    assert by_kind == {"ORDER_CONFIRMATION": "L01", "ORDER_EDITED": "L06"}
    assert "Order confirmation: L01" in str(stopped.value)
    assert "Order edited: L06" in str(stopped.value)
    assert Revision.objects.count() == before
    assert not Rollout.objects.exists()


def test_what_the_agency_let_pass_stands_in_each_stores_revision(agency: Agency) -> None:
    follower, own = fleets.make_fleet(agency, 2)
    fleets.override(own, "greeting", title="Butikkens")
    waive(fleets.hide(master_of(agency), "status"))

    rollout = push(agency, [follower, own])
    advance()

    rollout.refresh_from_db()
    assert rollout.state == Rollout.State.DONE
    for store in (follower, own):
        assert [(kept["rule"], kept["reason"]) for kept in sent(store).waived] == [("L01", REASON)]


def test_a_store_that_is_pinned_keeps_on_record_what_its_words_were_let_pass_with(
    agency: Agency,
) -> None:
    pushed, waiting = fleets.make_fleet(agency, 2)
    master = fleets.hide(master_of(agency), "status")
    waive(master)
    publishing.publish_template(template=master, actor=ACTOR, now=timezone.now())
    fleets.say(master, "help", title="Ny hjelp")

    push(agency, [pushed])

    assert sent(waiting).store_id == waiting.pk
    assert [kept["rule"] for kept in sent(waiting).waived] == ["L01"]


def without_status(store: Store) -> Template:
    """A store whose published words have an error: from before anybody looked for it."""
    own = drafting.own_template(store=store, kind=KIND, actor=ACTOR, now=timezone.now())
    own = fleets.hide(own, "status")
    waive(own)
    publishing.publish_template(template=own, actor=ACTOR, now=timezone.now())
    waiving.unwaive(template=own, rule="L01")
    return own


def test_an_error_of_a_stores_own_pauses_the_roll_out_until_it_is_let_pass(agency: Agency) -> None:
    good, bad = fleets.make_fleet(agency, 2)
    own = without_status(bad)
    fleets.say(master_of(agency), "help", title="Ny hjelp")
    base = own.base_id

    rollout = push(agency, [good, bad])
    advance()

    rollout.refresh_from_db()
    assert rollout.state == Rollout.State.PAUSED
    assert bad.name in rollout.why_paused
    assert "Order confirmation: L01" in rollout.why_paused
    assert RolloutItem.objects.get(store=bad).state == RolloutItem.State.REFUSED
    assert ["Ny hjelp" in mail(store) for store in (good, bad)] == [True, False]
    own.refresh_from_db()
    assert own.base_id == base

    waive(own, reason="Digital goods only")
    rolling.resume_rollout(rollout=rollout, actor=ACTOR, now=timezone.now())
    advance()

    rollout.refresh_from_db()
    assert rollout.state == Rollout.State.DONE
    assert "Ny hjelp" in mail(bad)
    assert [kept["reason"] for kept in sent(bad).waived] == ["Digital goods only"]


def test_an_error_in_a_stores_variant_pauses_too(agency: Agency) -> None:
    (store,) = fleets.make_fleet(agency, 1)
    own = fleets.override(store, "greeting", title="Butikkens")
    variant = drafting.add_variant(template=own, name="Kort", now=timezone.now())
    own.refresh_from_db()
    blocks = [
        replace(b, settings={"is_shown": False}) if b.key == "status" else b for b in draft_of(own)
    ]
    drafting.save_draft(
        template=own,
        version=own.version,
        blocks=blocks,
        actor=ACTOR,
        now=timezone.now(),
        variant=variant,
    )
    waive(own)
    publishing.publish_template(template=own, actor=ACTOR, now=timezone.now())
    waiving.unwaive(template=own, rule="L01")
    fleets.say(master_of(agency), "help", title="Ny hjelp")

    rollout = push(agency, [store])
    advance()

    rollout.refresh_from_db()
    assert rollout.state == Rollout.State.PAUSED
    assert "L01" in rollout.why_paused


def test_a_store_that_would_send_the_very_same_is_not_looked_at(agency: Agency) -> None:
    (store,) = fleets.make_fleet(agency, 1)
    without_status(store)

    rollout = push(agency, [store])
    advance()

    rollout.refresh_from_db()
    assert rollout.state == Rollout.State.DONE
    assert RolloutItem.objects.get(store=store).state == RolloutItem.State.UNCHANGED
