"""The pages about what is published: list, push, roll-out, history, for each who may see them."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stores.models import Agency, Store, User
from stores.roles import Role
from stores.scope import every_store
from templates_app import publishing
from templates_app.models import Audit, Revision, Rollout
from tests.factories.stores import make_member
from tests.templates_app import fleets
from tests.templates_app.fleets import ACTOR, KIND

pytestmark = pytest.mark.django_db


@pytest.fixture
def stores(agency: Agency) -> list[Store]:
    with every_store(because="a test makes stores with words"):
        found = fleets.make_fleet(agency, 4)
        fleets.override(found[0], "help", title="Butikkens hjelp")
        fleets.say(fleets.master_of(agency), "help", title="Byråets hjelp")
    return found


@pytest.fixture
def page(stores: list[Store], marketer: User) -> Client:
    client = Client()
    client.force_login(marketer)
    return client


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_list_says_what_is_edited_and_which_stores_differ(
    page: Client, django_assert_max_num_queries: Any
) -> None:
    address = reverse("admin:templates_app_template_changelist")
    page.get(address)

    with django_assert_max_num_queries(18):
        words = said(page.get(address))

    assert "Order confirmation" in words
    assert "Not published yet" in words
    assert "1 store changes it" in words


@pytest.mark.parametrize(("days", "is_marked"), [(-3, True), (0, True), (1, False)])
def test_the_lists_mark_what_is_to_be_audited(
    page: Client, stores: list[Store], days: int, is_marked: bool
) -> None:
    today = timezone.localdate(timezone.now(), ZoneInfo(stores[0].agency.timezone))
    with every_store(because="a test opens audits"):
        master = fleets.master_of(stores[0].agency)
        for store in (None, stores[0]):
            Audit.objects.create(
                agency=master.agency,
                store=store,
                template=master,
                kind=KIND,
                cause="CALENDAR",
                opened_at=timezone.now(),
                due_on=today + timedelta(days=days),
            )
        of_agency, of_store = Audit.objects.order_by("pk")

    agency = said(page.get(reverse("admin:templates_app_template_changelist")))
    mine = said(page.get(reverse("admin:template-store", args=[stores[0].pk])))
    other = said(page.get(reverse("admin:template-store", args=[stores[1].pk])))

    assert (reverse("admin:audits_change", args=[of_agency.pk]) in agency) is is_marked
    assert (reverse("admin:audits_change", args=[of_store.pk]) in mine) is is_marked
    assert [words.count("To audit") for words in (agency, mine, other)] == [is_marked] * 2 + [0]


def test_from_the_dry_run_to_the_roll_back(page: Client, stores: list[Store]) -> None:
    push = reverse("admin:template-push")
    shown = said(page.get(push, {"kind": KIND}))
    begun = page.post(push, {"kind": KIND, "stages": "50,100", "wait": "24", "note": "Advent"})
    with every_store(because="a test advances roll-outs"):
        fleets.advance()
    way = said(page.get(begun["Location"]))
    steer = reverse("admin:template-rollout-steer", args=[_rollout().public_id])
    page.post(steer, {"deed": "roll_back"})
    with every_store(because="a test advances roll-outs"):
        fleets.advance()
        mails = [fleets.mail(store) for store in stores]

    assert "Changes 4 mails in 4 stores" in shown
    assert "changed by both" in shown
    assert begun.status_code == 302
    assert "2 of 2 mails" in way
    assert "0 of 2 mails" in way
    assert "Byråets hjelp" not in "".join(mails)
    assert _rollout().state == Rollout.State.ROLLED_BACK


def test_a_push_without_a_mail_or_a_store_says_so_beside_the_field(
    page: Client, stores: list[Store]
) -> None:
    push = reverse("admin:template-push")

    no_mail = said(page.get(push, {"chosen": "1", "store": str(stores[0].pk)}))
    no_store = said(page.get(push, {"chosen": "1", "kind": KIND}))
    fresh = said(page.get(push))

    assert "Choose at least one mail." in no_mail
    assert "Choose at least one store." not in no_mail
    assert "Choose at least one store." in no_store
    assert "Choose at least one mail." not in no_store
    assert "Nothing would change" not in no_store
    assert "fielderror" not in fresh


def test_the_difference_is_shown_in_a_frame_and_line_by_line(
    page: Client, stores: list[Store]
) -> None:
    address = reverse("admin:template-push-difference")
    query = {"chosen": "1", "kind": str(KIND), "store": str(stores[1].pk), "locale": "nb"}

    framed = said(page.get(address, query))
    lines = said(page.get(address, {**query, "view": "text"}))

    assert framed.count('<iframe sandbox=""') == 2
    assert "<ins>Byråets hjelp</ins>" in lines


def test_an_old_revision_is_published_again_only_with_a_reason(
    page: Client, stores: list[Store]
) -> None:
    with every_store(because="a test publishes"):
        first = fleets.sent(stores[0])
        own = fleets.say(first.template, "greeting", title="Hei")
        publishing.publish_template(template=own, actor=ACTOR, now=timezone.now())
    again = reverse("admin:template-revision-again", args=[first.pk])

    page.post(again, {"note": " "})
    with every_store(because="a test reads"):
        number = fleets.sent(stores[0]).number
    page.post(again, {"note": "Too short"})
    history = said(page.get(reverse("admin:template-store-history", args=[stores[0].pk, KIND])))

    assert number == 2
    assert "the same as revision 1" in history
    assert "Too short" in history


def test_a_member_of_some_stores_pushes_to_those_and_steers_nothing_else(
    agency: Agency, stores: list[Store]
) -> None:
    client = Client()
    client.force_login(make_member(agency, Role.MARKETER, stores=stores[:1]))
    with every_store(because="a test begins a roll-out for all"):
        before = [fleets.mail(store) for store in stores]
        of_all = fleets.push(agency, stores, stages=(50, 100))
        first = fleets.master_of(agency)
        revision = publishing.restore_revision(
            revision=Revision.objects.filter(template=first, store=None)[0],
            actor=ACTOR,
            now=timezone.now(),
        )

    shown = said(client.get(reverse("admin:template-push"), {"kind": KIND}))
    seen = said(client.get(reverse("admin:template-rollout", args=[of_all.public_id])))
    steered = client.post(
        reverse("admin:template-rollout-steer", args=[of_all.public_id]), {"deed": "pause"}
    )
    restored = client.post(
        reverse("admin:template-revision-again", args=[revision.pk]), {"note": "Mine"}
    )
    others = client.get(reverse("admin:template-store", args=[stores[1].pk]))

    assert stores[1].name not in shown
    assert stores[1].name not in seen
    assert "somebody who sees them all" in seen
    assert (steered.status_code, restored.status_code, others.status_code) == (403, 403, 404)
    with every_store(because="a test reads what is sent"):
        assert [fleets.mail(store) for store in stores] == before


def _rollout() -> Rollout:
    with every_store(because="a test reads a roll-out"):
        return Rollout.objects.get()
