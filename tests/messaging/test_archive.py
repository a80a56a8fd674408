"""How the words of messages are kept: small, exact, against a dictionary that holds no buyer."""

import time
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from messaging import forgetting, packing, sending, services
from messaging.models import BodyDictionary, Message, MessageBody
from messaging.models.body import forgotten
from messaging.packing import Words
from messaging.tasks import forget_old_words
from orders.models import Order
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app import rendering
from tests.factories.messaging import fresh, make_order, make_words, plan
from tests.factories.stores import make_store
from tests.factories.tracking import make_sent_message

pytestmark = pytest.mark.django_db


def send_all() -> None:
    sending.send_due(now=timezone.now(), limit=50)


def sent(store: Store, **fields: Any) -> tuple[Order, Message]:
    order = make_order(store, **fields)
    message = plan(order)
    send_all()
    return order, fresh(message)


@transaction.atomic
def delete_at_once(rows: Any) -> None:
    """In the database, past Django's own refusal."""
    rows._raw_delete("default")
    connection.check_constraints()


@pytest.mark.parametrize("dictionary", [b"", b"<p>Hei Kari!</p>", b"x" * 40_000])
@pytest.mark.parametrize(
    "words",
    [
        Words(),
        Words("<p>Hei Åse!</p>\r\n", "Hei Åse!\n"),
        Words(
            "a\0b", "\0", [["Subject", 'Takk for "alt" 谢谢']], ["https://shop.example/?a=1&b=ø"]
        ),
        Words("<p>" + "Takk! " * 9_000 + "</p>", "Takk! " * 9_000),
    ],
)
def test_the_very_words_come_back(words: Words, dictionary: bytes) -> None:
    packed = packing.pack(words, dictionary)
    again = packing.unpack(packed.zipped, dictionary)

    assert (again.html, again.text) == (words.html, words.text)
    assert [list(pair) for pair in again.headers] == [list(pair) for pair in words.headers]
    assert list(again.links) == list(words.links)
    assert packing.pack(again).content_hash == packed.content_hash


def test_mails_of_the_same_words_share_a_dictionary_and_differ_by_little(store: Store) -> None:
    make_words(store)
    messages = [sent(store)[1] for _ in range(3)]

    with store_scope(store.pk):
        bodies = [MessageBody.objects.get(message=message) for message in messages]
        assert BodyDictionary.objects.count() == 1
    assert len({body.dictionary_id for body in bodies}) == 1
    for body in bodies:
        assert packing.pack(body.words).content_hash == body.content_hash
        assert len(body.words_zip) < body.byte_count / 8


def test_another_language_has_a_dictionary_of_its_own(store: Store) -> None:
    make_words(store)
    sent(store, locale="nb")
    sent(store, locale="de")

    with store_scope(store.pk):
        assert BodyDictionary.objects.count() == 2


def test_a_dictionary_holds_no_buyer(store: Store) -> None:
    make_words(store)
    order, message = sent(store, buyer_name="Kari Nordmann")

    with store_scope(store.pk):
        held = bytes(BodyDictionary.objects.get().words).decode(errors="ignore")
    for theirs in (order.buyer_name, order.email, order.token, order.name, message.public_id.hex):
        assert theirs not in held


def test_a_dictionary_is_neither_changed_nor_deleted_while_it_is_used(store: Store) -> None:
    make_words(store)
    sent(store)

    with store_scope(store.pk):
        rows = BodyDictionary.objects.all()
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            rows.update(words=b"")
        with pytest.raises(IntegrityError):
            delete_at_once(rows)


def test_words_that_fail_on_the_sample_are_packed_without_a_dictionary(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_words(store)
    render = rendering.render

    def picky(*, context: dict[str, Any], **others: Any) -> Any:
        if context["customer"]["first_name"] == "Ingrid":
            raise rendering.CannotRender("not for Ingrid")
        return render(context=context, **others)

    monkeypatch.setattr(rendering, "render", picky)

    _, message = sent(store)

    with store_scope(store.pk):
        body = MessageBody.objects.get(message=message)
        assert bytes(BodyDictionary.objects.get().words) == b""
    assert "Garnnøste" in body.html
    assert packing.pack(body.words).content_hash == body.content_hash


def test_words_kept_the_old_way_are_still_read_and_forgotten(store: Store) -> None:
    order = make_order(store)
    message = plan(order)
    with store_scope(store.pk):
        MessageBody.objects.create(
            store=store,
            message=message,
            old_html_zip=zlib.compress(b"<p>Hei</p>"),
            old_text_zip=zlib.compress(b"Hei"),
            old_headers=[["To", "kari@example.com"]],
            old_links=["https://shop.example/"],
            kept_at=timezone.now(),
        )
        body = MessageBody.objects.get()
        assert (body.html, body.text) == ("<p>Hei</p>", "Hei")
        assert (body.headers, body.links) == (
            [["To", "kari@example.com"]],
            ["https://shop.example/"],
        )

        services.redact_messages(order_ids=[order.pk], now=timezone.now())
        body = MessageBody.objects.get()

    assert body.is_empty
    assert (body.html, body.text, body.headers, body.links) == ("", "", [], [])
    with every_store(because="a test looks"), connection.cursor() as cursor:
        cursor.execute("SELECT html_zip, text_zip, headers, links FROM messaging_messagebody")
        assert cursor.fetchall() == [(None, None, None, None)]


def test_words_are_forgotten_after_the_stores_own_time(store: Store, settings: Any) -> None:
    settings.NOTIFYHUB_BODY_DAYS = 400
    brief = make_store(store.agency, words_kept_days=90)
    now = timezone.now()
    old, young = (make_sent_message(store, sent_at=now - timedelta(days=d)) for d in (401, 399))
    gone, kept = (make_sent_message(brief, sent_at=now - timedelta(days=d)) for d in (91, 89))

    assert forget_old_words() == 2

    with every_store(because="a test looks"):
        empty = set(MessageBody.objects.filter(words_zip=b"").values_list("pk", flat=True))
        body = MessageBody.objects.get(pk=old.pk)
        assert MessageBody.objects.filter(pk__in=[young.pk, kept.pk]).exclude(words_zip=b"")
        assert Message.objects.filter(recipient="buyer@example.com").count() == 4
    assert empty == {old.pk, gone.pk}
    assert body.is_empty
    assert body.forgotten_at is not None
    assert (body.links, body.html) == ([], "")
    assert forget_old_words() == 0


def test_forgetting_goes_on_where_it_was_stopped(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    for _ in range(5):
        make_sent_message(store, sent_at=timezone.now() - timedelta(days=500))

    with every_store(because="a test forgets"):
        stopped = forgetting.forget_old_words(now=timezone.now(), until=time.monotonic() - 1)
        finished = forgetting.forget_old_words(now=timezone.now(), until=time.monotonic() + 60)

    assert (stopped, finished) == ((2, False), (3, True))


def test_a_message_whose_words_were_forgotten_is_composed_anew(store: Store) -> None:
    make_words(store)
    _, message = sent(store)
    with store_scope(store.pk):
        MessageBody.objects.filter(message=message).update(**forgotten(timezone.now()))
        Message.objects.filter(pk=message.pk).update(
            state="PLANNED", sent_at=None, run_after=timezone.now()
        )

    send_all()

    with store_scope(store.pk):
        assert "Garnnøste" in MessageBody.objects.get(message=message).html
    assert fresh(message).state == "SENT"
