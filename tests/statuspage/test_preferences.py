"""The page where a reader says what they want: looking changes nothing, one click does."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from messaging import checkouts, composing, tokens
from messaging.models import Consent, Message
from messaging.states import Ground, State
from orders.models import Order
from statuspage.masking import masked_recipient
from stores.models import Store
from stores.scope import store_scope
from templates_app import queries as templates
from tests.factories.messaging import make_messages
from tests.messaging.test_checkouts import make_checkout, remind

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(store: Store) -> Message:
    (message,) = make_messages(
        store, 1, recipient="ingrid@example.com", state=State.NOT_SENT, reason="CANCELLED"
    )
    return message


def address_of(message: Message) -> str:
    return f"/p/{tokens.preferences_token(message.store_id, message.pk)}"


def words_of(store: Store) -> list[tuple[bool, str, str]]:
    with store_scope(store.pk):
        return list(Consent.objects.order_by("id").values_list("is_given", "ground", "address"))


def test_looking_shows_and_changes_nothing(
    client: Client,
    store: Store,
    message: Message,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(4):
        page = client.get(address_of(message))

    assert page.status_code == 200
    assert "i•••••@example.com" in page.content.decode()
    assert "ingrid@example.com" not in page.content.decode()
    assert 'name="offers" value="yes"' in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert words_of(store) == []


def test_a_mail_programs_one_click_ends_offers(
    client: Client, store: Store, message: Message
) -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(address_of(message), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert words_of(store) == [(False, Ground.ONE_CLICK, "ingrid@example.com")]


def test_the_reader_changes_their_mind_and_back(
    client: Client, store: Store, message: Message
) -> None:
    with store_scope(store.pk):
        Order.objects.update(has_consent=True)
    first = client.get(address_of(message)).content.decode()
    assert 'name="offers" value="no"' in first

    answer = client.post(address_of(message), {"offers": "no"})
    assert (answer.status_code, answer["Location"]) == (302, address_of(message))
    second = client.get(address_of(message)).content.decode()
    assert 'name="offers" value="yes"' in second

    client.post(address_of(message), {"offers": "yes"})
    assert words_of(store) == [
        (False, Ground.BUYER, "ingrid@example.com"),
        (True, Ground.BUYER, "ingrid@example.com"),
    ]


@pytest.mark.parametrize("posted", [{}, {"offers": "maybe"}, {"List-Unsubscribe": "yes"}])
def test_what_says_nothing_changes_nothing(
    client: Client, store: Store, message: Message, posted: dict[str, str]
) -> None:
    assert client.post(address_of(message), posted).status_code == 400
    assert words_of(store) == []


def test_unknown_tokens_others_tokens_and_erased_people_answer_the_same(
    client: Client, store: Store, message: Message
) -> None:
    known = address_of(message)
    others = [
        known[:-1] + ("A" if known[-1] != "A" else "B"),
        f"/p/{tokens.open_token(message.store_id, message.pk)}",
        f"/p/{tokens.preferences_token(message.store_id, message.pk + 10**6)}",
        f"/p/{tokens.preferences_token(message.store_id + 10**6, message.pk)}",
    ]
    with store_scope(store.pk):
        Message.objects.update(recipient="")
    answers = {client.get(one).content for one in [known, *others]}
    posts = {client.post(one, {"offers": "no"}).status_code for one in [known, *others]}

    assert len(answers) == 1
    assert posts == {404}
    assert words_of(store) == []


def test_what_advertises_names_the_way_out(client: Client, store: Store) -> None:
    message = remind(make_checkout(store))
    assert message is not None
    with store_scope(store.pk):
        message = Message.objects.select_related("store", "order").get()
        revision = templates.current_revision(store=store, kind=checkouts.KIND)
        assert revision is not None
        brand = templates.resolved_brand(store).as_context()
        mail = composing.compose(
            message, revision=revision, brand=brand, sender=None, now=timezone.now()
        )

    headers = dict(mail.envelope.headers)
    way_out = headers["List-Unsubscribe"][1:-1]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert way_out.endswith(address_of(message))
    assert way_out in mail.envelope.html  # as it stands: leaving is not counted as a click
    assert client.get(address_of(message)).status_code == 200


@pytest.mark.parametrize(
    ("recipient", "shown"),
    [
        ("ingrid@example.com", "i•••••@example.com"),
        ("a@b.no", "a••@b.no"),
        ("+4791234567", "••••••••567"),
    ],
)
def test_the_reader_recognises_their_address_and_nobody_else_learns_it(
    recipient: str, shown: str
) -> None:
    assert masked_recipient(recipient) == shown
