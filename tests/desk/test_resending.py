"""The drawer for sending again, by its form alone; and many messages of the list at once."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from messaging import sending
from messaging.models import Message
from messaging.states import Reason, State
from orders.models import Order
from stores.models import Store, User
from stores.scope import store_scope
from tests.factories.messaging import make_messages, make_order, make_words, plan
from tests.factories.stores import make_store
from tests.factories.ways import NUMBER, make_text_sender
from tests.messaging.corrections import RIGHT, TYPO, make_sent
from tests.messaging.mail_services import Service, mail_service
from tests.messaging.sms_services import like_twilio

pytestmark = pytest.mark.django_db
BOMB = "{% for i in (1..100000000) %}a{% endfor %}"


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


@pytest.fixture
def sent(store: Store) -> Message:
    return make_sent(store)


def page_of(message: Message, resend: object = "") -> str:
    address = reverse("admin:orders_order_change", args=[message.order_id])
    return f"{address}?resend={resend or message.pk}"


def fields_of(page: str) -> dict[str, str]:
    """What the drawer's form would post as it stands."""
    start = page.index("data-resending")
    form = page[start : page.index("</form>", start)]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if said.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        if "name" in said and " disabled" not in tag:
            found[said["name"]] = said.get("value", "")
    texts = re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)<', form)
    return {**found, **dict(texts)}


def shown_line(page: str) -> str:
    """The text message of the preview."""
    start = page.index("data-preview")
    found = re.search(r'class="mailtext"[^>]*>([^<]*)<', page[start:])
    assert found
    return found[1]


def post(client: Client, message: Message, deed: str, **changes: str) -> Any:
    fields = fields_of(client.get(page_of(message)).content.decode())
    door = reverse("admin:orders_order_resend", args=[message.order_id])
    return client.post(door, {**fields, **changes, "do": deed}, follow=True)


def made(message: Message) -> list[Message]:
    with store_scope(message.store_id):
        return list(Message.objects.filter(corrects=message).order_by("pk"))


def test_the_drawer_shows_what_was_said_and_to_whom(staff: Client, sent: Message) -> None:
    page = staff.get(page_of(sent)).content.decode()

    fields = fields_of(page)
    assert "Correct and resend" in page
    assert (fields["recipient"], fields["scope"], fields["words"]) == (TYPO, "ORDER", "NOW")
    assert fields["text:subject:subject"] == sent_subject(sent)
    assert "Nothing: the same mail" in page


def sent_subject(sent: Message) -> str:
    with store_scope(sent.store_id):
        return Message.objects.get(pk=sent.pk).subject


def test_what_was_not_touched_is_not_edited(staff: Client, sent: Message) -> None:
    answer = post(staff, sent, "send", recipient=RIGHT)

    (fresh,) = made(sent)
    assert f"A new message goes to {RIGHT}" in answer.content.decode()
    assert (fresh.wording_id, fresh.because) == (None, "Customer asks for a copy")
    with store_scope(sent.store_id):
        assert Order.objects.get().email == RIGHT


def test_previewing_keeps_what_was_typed_and_sends_nothing(staff: Client, sent: Message) -> None:
    typed = {"recipient": RIGHT, "lines": "Beklager.", "text:greeting:title": "Hei igjen"}

    page = post(staff, sent, "preview", **typed).content.decode()

    assert fields_of(page).items() >= typed.items()
    assert "<ins>Hei igjen</ins>" in re.sub(r"</?b>", "", page)
    assert "<ins>Beklager.</ins>" in page
    assert "srcdoc=" in page
    assert made(sent) == []


def test_a_text_message_shows_its_one_line_and_no_mail(
    staff: Client, sent: Message, store: Store
) -> None:
    with mail_service(Service(like_twilio)) as service:
        make_text_sender(store, service.url)
        by_text = {"channel": "SMS", "recipient": NUMBER, "words": "NOW"}
        page = post(staff, sent, "preview", **by_text).content.decode()

        fields = fields_of(page)
        assert "srcdoc=" not in page
        assert fields["text:subject:short"] in shown_line(page)
        assert "part as SMS" in page
        assert not [name for name in fields if name.startswith("text:greeting")]

        said = {**by_text, "text:subject:short": "Er det rett adresse?"}
        door = reverse("admin:orders_order_resend", args=[sent.order_id])
        typed = staff.post(door, {**fields, **said, "do": "preview"}, follow=True).content.decode()
        assert "Er det rett adresse?" in shown_line(typed)
        staff.post(door, {**fields, **said, "do": "send"})
        sending.send_due(now=timezone.now())

    assert [call.form["Body"] for call in service.calls] == ["Er det rett adresse?"]


def test_a_broken_line_of_a_text_message_is_named(
    staff: Client, sent: Message, store: Store
) -> None:
    make_text_sender(store)
    by_text = {"channel": "SMS", "recipient": NUMBER, "words": "NOW"}
    fields = fields_of(post(staff, sent, "preview", **by_text).content.decode())
    door = reverse("admin:orders_order_resend", args=[sent.order_id])

    broken = {**fields, **by_text, "text:subject:short": BOMB, "do": "preview"}
    page = staff.post(door, broken, follow=True).content.decode()

    assert "There is no preview until this is mended." in page
    assert fields_of(page)["text:subject:short"] == BOMB
    assert made(sent) == []


def test_a_refusal_keeps_what_was_typed(staff: Client, sent: Message) -> None:
    page = post(staff, sent, "send", recipient="nobody", lines="Beklager.").content.decode()
    broken = post(staff, sent, "send", **{"text:greeting:title": "{{ broken"}).content.decode()

    assert "it is not spelled as one" in page
    assert fields_of(page)["lines"] == "Beklager."
    assert fields_of(broken)["text:greeting:title"] == "{{ broken"
    assert made(sent) == []


def test_the_same_form_twice_sends_once(staff: Client, sent: Message) -> None:
    fields = fields_of(staff.get(page_of(sent)).content.decode())
    door = reverse("admin:orders_order_resend", args=[sent.order_id])

    for _ in range(2):
        assert staff.post(door, {**fields, "do": "send"}).status_code == 302

    assert len(made(sent)) == 1


def test_another_kind_is_sent_first_where_it_was_never_said(staff: Client, sent: Message) -> None:
    page = post(staff, sent, "preview", kind="SHIPPING_CONFIRMATION").content.decode()

    assert "Nothing of this kind was sent yet." in page
    assert "no published template" in page


def test_a_phone_can_be_called_and_the_status_link_copied(staff: Client, store: Store) -> None:
    message = plan(make_order(store, phone="+47 912 34 567"))
    with store_scope(store.pk):
        token = Order.objects.get().token

    page = staff.get(page_of(message)).content.decode()

    assert 'href="tel:+4791234567"' in page
    assert re.search(f'data-copy="http://testserver[^"]*{token}', page)


def test_the_drawer_costs_a_constant_number_of_queries(staff: Client, sent: Message) -> None:
    staff.get(page_of(sent))
    with CaptureQueriesContext(connection) as few:
        staff.get(page_of(sent))
    with store_scope(sent.store_id):
        order = Order.objects.get()
    for number in range(20):
        make_messages(
            sent_store(sent), 1, order=order, about=str(number), state=State.SENT,
            sent_at=timezone.now(), actor="Jonas Berg",
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        staff.get(page_of(sent))

    assert len(few) == len(many) <= 43


def sent_store(message: Message) -> Store:
    with store_scope(message.store_id):
        return Store.objects.get(pk=message.store_id)


def test_many_are_foreseen_then_sent_once(staff: Client, store: Store) -> None:
    make_words(store)
    rows = make_messages(store, 3, state=State.SENT, sent_at=timezone.now())
    rows += make_messages(store, 1, state=State.HELD, reason=Reason.TOO_OLD)
    foreign = plan(make_order(make_store()))
    ticked = [str(row.pk) for row in (*rows, foreign)]
    listed = reverse("admin:messaging_message_changelist")

    shown = staff.post(listed, {"action": "send_again", "_selected_action": ticked})
    page = shown.content.decode()
    (nonce,) = re.findall(r'name="nonce" value="(\w+)"', page)
    wish = {"_selected_action": ticked, "nonce": nonce, "because": "Lost", "words": "NOW"}
    door = reverse("admin:messages_again")
    assert not any(made(row) for row in rows)
    done = [staff.post(door, {**wish, "do": "send"}).content.decode() for _ in range(2)]

    assert "3 messages would go out again." in page
    assert "It has not gone out yet" in page
    assert all("3 messages go out again." in answer for answer in done)
    assert [len(made(row)) for row in rows] == [1, 1, 1, 0]
    assert made(foreign) == []
