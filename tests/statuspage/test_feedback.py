"""Thumbs up or down: given on the page and from mails, kept once, added up honestly, forgotten."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from messaging import envelope, repeating, tokens
from messaging.models import Message
from orders.models import Activity, ActivityKind, Order
from statuspage.erasure import redact_feedback
from statuspage.feedback import give_feedback, thumbs_of
from statuspage.feedback_figures import LEAST, summary_of
from statuspage.models import Feedback, FeedbackOn, PageSettings
from stores.models import Store
from stores.scope import Scope, store_scope
from tests.factories.keys import KeyClient
from tests.factories.orders import make_order
from tests.factories.stores import make_store
from tests.statuspage.buyers import bought

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(store: Store) -> Order:
    return bought(store)


@pytest.fixture
def message(store: Store, order: Order) -> Message:
    with store_scope(store.pk):
        return Message.objects.select_related("order", "revision").get()


def kept(store: Store) -> list[tuple[str, bool, str]]:
    with store_scope(store.pk):
        return list(Feedback.objects.order_by("id").values_list("on", "is_good", "text"))


def told(store: Store) -> list[bool]:
    with store_scope(store.pk):
        facts = Activity.objects.filter(kind=ActivityKind.FEEDBACK_GIVEN).order_by("id")
        return [row.data["is_good"] for row in facts]


def mail_url(message: Message) -> str:
    return f"/f/{tokens.feedback_token(message.store_id, message.pk)}"


def page_url(order: Order) -> str:
    return f"/s/{order.token}/feedback"


def test_a_thumb_on_the_page_needs_no_script_and_changes_what_the_page_says(
    client: Client, store: Store, order: Order
) -> None:
    page = client.get(f"/s/{order.token}").content.decode()
    assert f'action="{page_url(order)}"' in page
    assert kept(store) == []

    answer = client.post(page_url(order), {"good": "yes"}, follow=True)

    assert "Thank you" in answer.content.decode()
    assert kept(store) == [("PAGE", True, "")]
    assert "You said yes" in client.get(f"/s/{order.token}").content.decode()


def test_looking_at_a_mails_question_changes_nothing(
    client: Client,
    store: Store,
    message: Message,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(4):
        page = client.get(f"{mail_url(message)}?good=no")

    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "ingrid" not in page.content.decode().lower()
    assert (kept(store), told(store)) == ([], [])


def test_words_follow_the_thumb_and_a_second_thought_replaces_the_first(
    client: Client, store: Store, message: Message
) -> None:
    strict = Client(enforce_csrf_checks=True)
    for said in (
        {"good": "yes"},
        {"good": "yes", "text": "  Quick! "},
        {"good": "yes"},
    ):
        assert strict.post(mail_url(message), said).status_code == 303
    assert kept(store) == [("MAIL", True, "Quick!")]

    strict.post(mail_url(message), {"good": "no"})

    assert kept(store) == [("MAIL", False, "")]
    assert told(store) == [True, False]


def test_what_was_written_is_not_shown_to_whoever_holds_the_link(
    client: Client, store: Store, message: Message
) -> None:
    client.post(mail_url(message), {"good": "no", "text": "My neighbour Kari has it"})

    assert "Kari" not in client.get(mail_url(message)).content.decode()
    assert message.order is not None
    assert "Kari" not in client.get(f"/s/{message.order.token}").content.decode()


@pytest.mark.parametrize("said", [{}, {"good": ""}, {"good": "maybe", "text": "x"}])
def test_what_says_neither_yes_nor_no_is_asked_again(
    client: Client, store: Store, message: Message, said: dict[str, str]
) -> None:
    answer = client.post(mail_url(message), said)

    assert answer.status_code == 422
    assert "Choose yes or no" in answer.content.decode()
    assert kept(store) == []


def test_the_mails_template_and_variant_are_written_down_with_it(
    client: Client, store: Store, message: Message
) -> None:
    client.post(mail_url(message), {"good": "yes"})

    with store_scope(store.pk):
        row = Feedback.objects.get()
        fact = Activity.objects.get(kind=ActivityKind.FEEDBACK_GIVEN)
    assert message.revision is not None
    assert (row.kind, row.revision_id) == (message.kind, message.revision_id)
    assert row.template_id == message.revision.template_id
    assert (fact.data["kind"], fact.message_id) == (message.kind, message.pk)
    assert "text" not in fact.data


def test_forged_foreign_and_erased_links_answer_the_same(
    client: Client, store: Store, message: Message
) -> None:
    known = mail_url(message)
    others = [
        known[:-1] + ("A" if known[-1] != "A" else "B"),
        f"/f/{tokens.preferences_token(message.store_id, message.pk)}",
        f"/f/{tokens.feedback_token(message.store_id, message.pk + 10**6)}",
        f"/f/{tokens.feedback_token(message.store_id + 10**6, message.pk)}",
        "/s/nobody/feedback",
    ]
    with store_scope(store.pk):
        Order.objects.update(redacted_at=timezone.now())
    for url in (known, *others):
        assert client.get(url).status_code == 404
        assert client.post(url, {"good": "yes"}).status_code == 404
    assert kept(store) == []


def test_a_store_that_does_not_ask_has_no_thumbs_on_its_page(
    client: Client, store: Store, order: Order
) -> None:
    with store_scope(store.pk):
        PageSettings.objects.create(store=store, asks_feedback=False)
        assert thumbs_of(order) is None

    assert page_url(order) not in client.get(f"/s/{order.token}").content.decode()
    assert client.post(page_url(order), {"good": "yes"}).status_code == 404


def test_who_clicks_and_clicks_is_asked_to_wait(client: Client, store: Store, order: Order) -> None:
    for turn in range(20):
        answer = client.post(page_url(order), {"good": "yes" if turn % 2 else "no"})
        assert answer.status_code == 303
    late = client.post(page_url(order), {"good": "yes"})

    assert late.status_code == 429
    assert int(late["Retry-After"]) > 0
    assert len(kept(store)) == 1


def test_a_test_mail_and_an_erased_buyer_leave_no_thumb(
    store: Store, inside: Scope, order: Order, message: Message
) -> None:
    now = timezone.now()
    message.about = "test:1"
    assert message.is_test
    of_mail = give_feedback(order=order, on=FeedbackOn.MAIL, message=message, is_good=True, now=now)
    assert of_mail is None

    Order.objects.update(redacted_at=now)
    assert give_feedback(order=order, on=FeedbackOn.PAGE, is_good=True, now=now) is None
    assert not Feedback.objects.exists()


def test_erasure_forgets_the_words_and_keeps_the_thumb(
    store: Store, inside: Scope, order: Order
) -> None:
    give_feedback(
        order=order, on=FeedbackOn.PAGE, is_good=False, text="I am Ingrid", now=timezone.now()
    )

    assert redact_feedback(store_id=store.pk, order_ids=[order.pk]) == 1
    assert Feedback.objects.values_list("is_good", "text").get() == (False, "")


def thumbs(store: Store, good: int, bad: int, **fields: object) -> None:
    """So many on orders of their own."""
    now = timezone.now()
    with store_scope(store.pk):
        for place in range(good + bad):
            row = Feedback(
                store=store,
                order=make_order(store),
                on=FeedbackOn.PAGE,
                is_good=place < good,
                given_at=now,
            )
            for name, value in fields.items():
                setattr(row, name, value)
            row.save()


def test_a_share_is_told_with_its_interval_and_not_of_few(
    store: Store, inside: Scope, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    thumbs(store, 8, 2)
    with django_assert_num_queries(1):
        (tally,) = summary_of(
            store_ids=[store.pk], since=now - timedelta(days=1), until=now + timedelta(days=1)
        )

    assert (tally.good_count, tally.bad_count, tally.count) == (8, 2, LEAST)
    assert tally.share is not None
    # Wilson's interval of 8 of 10, as in Newcombe 1998.
    assert tally.share.share == 0.8
    assert tally.share.low == pytest.approx(0.4902, abs=1e-4)
    assert tally.share.high == pytest.approx(0.9433, abs=1e-4)

    Feedback.objects.filter(pk=Feedback.objects.filter(is_good=False).values("pk")[:1]).delete()
    (fewer,) = summary_of(
        store_ids=[store.pk], since=now - timedelta(days=1), until=now + timedelta(days=1)
    )
    assert fewer.share is None


def test_other_stores_and_other_times_are_not_added(store: Store, inside: Scope) -> None:
    thumbs(store, 1, 0)
    sister = make_store(store.agency, name="Sister")
    now = timezone.now()

    week = {"since": now - timedelta(days=7), "until": now + timedelta(days=1)}
    assert summary_of(store_ids=[sister.pk], **week) == []
    before = {"since": now - timedelta(days=7), "until": now - timedelta(days=1)}
    assert summary_of(store_ids=[store.pk], **before) == []


def test_programs_list_and_add_up(
    store: Store, api: KeyClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    thumbs(store, 3, 1)
    first = api.get("feedback/?limit=2").json()
    rest = api.get(first["next"]).json()
    assert len(first["results"]) + len(rest["results"]) == 4
    assert rest["next"] is None
    assert len(api.get("feedback/?is_good=false&on=PAGE").json()["results"]) == 1
    assert api.get("feedback/?kind=DELIVERED").json()["results"] == []

    (row,) = api.get("feedback/summary/").json()["results"]
    assert (row["count"], row["good_count"], row["share"]) == (4, 3, None)
    assert api.get("feedback/summary/?since=2020-01-01T00:00:00Z").status_code == 422
    swapped = "since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z"
    assert api.get(f"feedback/summary/?{swapped}").status_code == 422


def test_the_block_of_a_mail_leads_to_the_question_unseen(
    store: Store, order: Order, message: Message
) -> None:
    urls = envelope.feedback_urls(message)

    assert urls["feedback_yes_url"].endswith(f"{mail_url(message)}?good=yes")
    assert urls["feedback_no_url"].endswith(f"{mail_url(message)}?good=no")
    message.kind = "STAFF_NEW_ORDER"
    assert envelope.feedback_urls(message) == {}


def test_a_mail_that_is_sent_again_asks_about_itself(message: Message) -> None:
    again = Message(pk=message.pk + 1, store_id=message.store_id, order_id=message.order_id)
    was, now = (envelope.feedback_urls(each)["feedback_no_url"] for each in (message, again))
    stranger = Message(pk=message.pk + 2, store_id=message.store_id, order_id=message.order_id)
    other = envelope.feedback_urls(stranger)["feedback_yes_url"]

    html = repeating.retold(f'<a href="{was}">No</a> <a href="{other}">', message.pk, again)

    assert html == f'<a href="{now}">No</a> <a href="{other}">'


def test_a_page_fits_its_language(client: Client, store: Store) -> None:
    order = bought(store, locale="de")

    page = client.get(page_url(order)).content.decode()

    assert re.search(r'<html lang="de" dir="ltr"', page)
