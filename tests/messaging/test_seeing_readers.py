"""How much a store sees of who reads its mails: nothing, sums, or each reader who lets it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from messaging import composing, consenting, ledger, sending, tracing
from messaging.cells import Seen, read_cell
from messaging.destinations import asked_for
from messaging.ledger import Page
from messaging.models import Message, MessageBody
from messaging.packing import Words
from messaging.refs import message_ref, resolve_ref
from messaging.states import Channel, Ground, Purpose
from orders.models import Activity, ActivityKind
from stores.models import Store, TrackingMode
from stores.scope import every_store, store_scope
from templates_app.data import NotificationKind
from tests.factories.messaging import fresh, make_messages, make_order, make_words, plan
from tests.factories.stores import make_store
from tests.templates_app.mails import mail
from tests.tracking.test_edge import ask, is_pixel
from tracking import edge, glimpses
from tracking.models import Event, Glimpse

pytestmark = pytest.mark.django_db

OURS = re.compile(r'(/t/[oc]/)([A-Za-z0-9_-]+)(?:\.gif|\?([^"&]*))')


def store_that(mode: str, **fields: Any) -> Store:
    store = make_store(name="Fjell & Garn", tracking_mode=mode, **fields)
    make_words(store)
    return store


def sent(store: Store, **fields: Any) -> Message:
    message = plan(make_order(store, **fields))
    sending.send_due(now=timezone.now() + timedelta(seconds=1), limit=50)
    return fresh(message)


def kept(message: Message) -> MessageBody:
    with store_scope(message.store_id):
        return MessageBody.objects.get(message=message)


def leaving(message: Message) -> str:
    """The HTML as the next hand-over would send it."""
    with store_scope(message.store_id):
        row = Message.objects.select_related("store").get(pk=message.pk)
        body = MessageBody.objects.get(message=row)
        return composing.recalled(body, row, timezone.now()).envelope.html


def seen_in(html: str) -> list[Seen]:
    """The cells that our addresses in a mail name."""
    found = [read_cell(token, asked_for(query)) for _way, token, query in OURS.findall(html)]
    assert found
    assert all(found)
    return [one for one in found if one]


def path_of(found: tuple[str, str, str]) -> tuple[str, str]:
    way, token, query = found
    return way + token + (".gif" if way == "/t/o/" else ""), query


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hits are written on the test's own connection: they are seen within its transaction."""

    class Group:
        def commit(self, sighting: object) -> None:
            with every_store(because="the edge writes for all"), connection.cursor() as cursor:
                edge.write(cursor.cursor.connection, [sighting])  # type: ignore[list-item]

    monkeypatch.setattr(edge, "group", Group())


def test_the_law_of_its_country_decides_for_a_store_that_did_not() -> None:
    modes = {
        country: Store(country=country).tracks for country in ("DE", "no", "GB", "CH", "US", "")
    }

    assert modes == {
        "DE": TrackingMode.AGGREGATE,
        "no": TrackingMode.AGGREGATE,
        "GB": TrackingMode.AGGREGATE,
        "CH": TrackingMode.AGGREGATE,
        "US": TrackingMode.INDIVIDUAL,
        "": TrackingMode.AGGREGATE,
    }
    assert Store(country="DE", tracking_mode="OFF").tracks is TrackingMode.OFF


def test_a_store_that_looks_away_sends_mails_as_they_are_written() -> None:
    message = sent(store_that("OFF"))

    html = kept(message).html

    assert message.tracked_as == "OFF"
    assert "/t/" not in html
    assert "utm_" not in html
    assert "ref=nh-" not in html
    assert html == leaving(message)


def test_a_mail_in_sums_names_no_message_and_keeps_no_nonce() -> None:
    store = store_that("AGGREGATE")
    message = sent(store)

    html = leaving(message)

    assert message.tracked_as == "AGGREGATE"
    cells = seen_in(html)
    assert {one.cell.store_id for one in cells} == {store.pk}
    assert len({one.nonce for one in cells}) == 1
    assert cells[0].cell.as_data() == {
        "kind": "ORDER_CONFIRMATION",
        "channel": "EMAIL",
        "locale": "nb",
        "revision": message.revision_id,
        "variant": None,
        "experiment": None,
        "arm": None,
        "epoch": None,
        "day": timezone.now().astimezone(UTC).date().isoformat(),
    }
    assert "ref=nh-" not in unquote(html)
    words = kept(message).html
    assert "/t/" not in words
    assert str(cells[0].nonce) not in words


def test_two_readers_of_the_same_words_differ_in_their_nonce_alone() -> None:
    store = store_that("AGGREGATE")
    one, other = sent(store), sent(store)

    ones, others = seen_in(leaving(one)), seen_in(leaving(other))

    assert {seen.cell for seen in ones} == {seen.cell for seen in others}
    assert ones[0].nonce != others[0].nonce
    assert seen_in(leaving(one))[0].nonce != ones[0].nonce  # and anew each time


@pytest.mark.usefixtures("at_once")
def test_hits_in_sums_become_one_fact_of_nobody() -> None:
    store = store_that("AGGREGATE")
    mails = [leaving(sent(store)) for _ in range(3)]
    for html in mails[:2]:
        for found in OURS.findall(html)[-3:]:  # two links and the pixel
            path, query = path_of(found)
            for _again in range(2):
                assert ask(path, QUERY_STRING=query)[0] in (200, 302)

    later = timezone.now() + timedelta(minutes=16)
    with every_store(because="a test folds"):
        assert glimpses.fold_glimpses(now=later) == 2
        assert glimpses.fold_glimpses(now=later) == 0
        facts = list(Activity.objects.filter(kind=ActivityKind.MESSAGE_JUDGED))
        events = Event.objects.count()

    assert len(facts) == 1
    fact = facts[0]
    assert (fact.message_id, fact.order_id, events) == (None, None, 0)
    assert (fact.data["open"], fact.data["click"]) == (2, 2)
    assert (fact.data["machine_open"], fact.data["machine_click"]) == (0, 0)
    assert fact.data["cell"]["kind"] == "ORDER_CONFIRMATION"
    assert fact.at.minute == fact.at.second == 0
    nonces = {str(seen.nonce) for html in mails for seen in seen_in(html)}
    assert not any(nonce in f"{fact.key} {fact.data}" for nonce in nonces)


@pytest.mark.usefixtures("at_once")
def test_who_comes_back_within_the_time_is_counted_once() -> None:
    html = leaving(sent(store_that("AGGREGATE")))
    path, _ = path_of(next(found for found in OURS.findall(html) if found[0] == "/t/o/"))
    start = timezone.now()

    with every_store(because="a test folds"):
        for _ in range(3):
            assert is_pixel(ask(path))
            start += timedelta(minutes=16)
            glimpses.fold_glimpses(now=start)
        facts = Activity.objects.filter(kind=ActivityKind.MESSAGE_JUDGED)
        assert [fact.data["open"] for fact in facts] == [1]
        glimpses.fold_glimpses(now=start + glimpses.KEPT_FOR)
        assert not Glimpse.objects.exists()


@pytest.mark.parametrize(
    ("hours", "is_over"), [(-1.5, True), (-0.5, False), (0, False), (46.9, False), (47, True)]
)
def test_what_comes_after_two_days_is_answered_and_not_written(hours: float, is_over: bool) -> None:
    html = leaving(sent(store_that("AGGREGATE")))
    cell = seen_in(html)[0].cell
    began = datetime.fromtimestamp(cell.day * 86_400, UTC)
    sighting = edge._sighting(
        {"REQUEST_METHOD": "GET", "PATH_INFO": "", "REMOTE_ADDR": ""}, Seen(cell, 1, None)
    )

    assert glimpses.is_over(sighting._replace(at=began + timedelta(hours=hours))) is is_over


def test_each_reader_is_told_and_may_say_no(client: Client) -> None:
    store = store_that("INDIVIDUAL")
    message = sent(store)
    html = kept(message).html
    ways_out = re.findall(r'href="[^"]*(/p/[A-Za-z0-9_-]+)"', html)
    assert len(ways_out) == 1

    shown = client.get(ways_out[0]).content.decode()
    assert 'name="seen" value="no"' in shown
    assert fresh(message).tracked_as == "INDIVIDUAL"
    assert client.post(ways_out[0], {"seen": "no"}).status_code == 302

    assert 'name="seen" value="yes"' in client.get(ways_out[0]).content.decode()
    assert fresh(message).tracked_as == "OFF"
    again = sent(store, email=message.recipient)
    assert again.tracked_as == "OFF"
    assert "/t/" not in kept(again).html
    client.post(ways_out[0], {"seen": "yes"})
    assert "/t/o/" in kept(sent(store, email=message.recipient)).html


@pytest.mark.usefixtures("at_once")
def test_once_a_reader_says_no_links_lead_on_and_nothing_is_written(client: Client) -> None:
    store = store_that("INDIVIDUAL")
    message, other = sent(store), sent(store, email="kari@example.com")
    refuse(message)

    for one in (message, other):
        for found in OURS.findall(kept(one).html):
            path, query = path_of(found)
            assert ask(path, QUERY_STRING=query)[0] in (200, 302)

    with store_scope(message.store_id):
        assert set(Event.objects.values_list("message_id", flat=True)) == {other.pk}


def refuse(message: Message) -> None:
    word = consenting.Word(
        channel=Channel.EMAIL,
        address=message.recipient.upper(),
        purpose=Purpose.TRACKING,
        is_given=False,
        ground=Ground.STAFF,
    )
    with store_scope(message.store_id):
        now, store = timezone.now(), Store.objects.get(pk=message.store_id)
        consenting.record_consent(store=store, word=word, at=now, now=now)


def test_who_says_no_while_their_mail_is_written_is_not_seen() -> None:
    """The word comes after the mail was composed, and before it leaves."""
    store = store_that("INDIVIDUAL")
    message = plan(make_order(store))
    with store_scope(store.pk):
        rows = Message.objects.filter(pk=message.pk)
        rows.update(
            state="CLAIMED", claim=message.public_id, claimed_until=timezone.now() + timedelta(1)
        )
        row = rows.get()
        row.tracked_as = "INDIVIDUAL"
    refuse(message)

    with store_scope(store.pk):
        page = Page(
            message.public_id, marked=[row], marking=("tracked_as",), lease=timedelta(minutes=1)
        )
        held = ledger.write(page)

    assert held.marked == {message.pk}
    assert fresh(message).tracked_as == "OFF"


def test_a_link_to_the_shop_names_its_message_where_readers_may_be_seen() -> None:
    store = store_that("INDIVIDUAL", primary_domain="127.0.0.1")  # the status page's, in tests
    message = sent(store)

    tagged = [url for url in kept(message).links if "utm_source=notifyhub" in url]

    ref = message_ref(store.pk, message.pk)
    assert tagged
    assert all("utm_medium=email&utm_campaign=order_confirmation" in url for url in tagged)
    assert all(f"ref=nh-{ref}" in url for url in tagged)
    assert resolve_ref(store.pk, ref) == [message.pk]
    assert "utm_" not in kept(message).text


def test_a_store_may_leave_its_links_untagged() -> None:
    store = store_that("INDIVIDUAL", primary_domain="127.0.0.1", are_links_tagged=False)

    assert not any("utm_" in url or "ref=" in url for url in kept(sent(store)).links)


@pytest.mark.parametrize("mode", ["AGGREGATE", "INDIVIDUAL"])
@pytest.mark.parametrize("kind", list(NotificationKind))
def test_no_address_of_ours_says_who_reads(kind: str, mode: str) -> None:
    """In no kind of mail: neither the reader's name nor where they are reached."""
    store = make_store(tracking_mode=mode)
    (message,) = make_messages(store, 1, kind=kind, recipient="ingrid@example.com")
    words = Words(mail(kind).html)

    with store_scope(store.pk):
        if mode == "INDIVIDUAL":
            html = tracing.individually(message, words, locale="nb", is_gateway=False).html
        else:
            settled = tracing.Worded("nb", 1)
            html = tracing.in_sums(message, words, settled, timezone.now()).html

    addresses = [unquote("".join(found)) for found in OURS.findall(html)]
    assert addresses
    for private in (message.recipient, "ingrid", "solheim", "+47", "@"):
        assert not any(private.lower() in address.lower() for address in addresses)
