"""The recipes of the Python client's README, run as they stand against a running server."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from messaging.models import Message
from messaging.states import State
from orders.models import Order
from stores.models import Store
from stores.scope import store_scope
from templates_app.models import Experiment
from tests.factories.keys import make_key
from tests.factories.messaging import make_words
from tests.journeys import house as journey
from tests.journeys.house import House, Mailbox
from tests.journeys.recipes import as_a_user, listening, recipe, recipes, run


@pytest.fixture
def mailbox(store: Store) -> Iterator[Mailbox]:
    make_words(store)
    with journey.mail_server() as (box, port):
        journey.send_by_smtp(store, port)
        yield box


@pytest.fixture
def user(house: House, store: Store, mailbox: Mailbox) -> dict[str, str]:
    """The environment of somebody with a key, and a store whose mail leaves."""
    return as_a_user(url=house.url, key=make_key(store.agency)[1])


def mails(house: House, mailbox: Mailbox, count: int) -> list[tuple[str, EmailMessage]]:
    """So many mails, when they have come."""
    journey.eventually(lambda: len(mailbox.mails) >= count, house, what=f"{count} mails came")
    assert len(mailbox.mails) == count
    return [
        (recipient, email.message_from_bytes(content, policy=email.policy.default))
        for recipient, content in mailbox.mails
    ]


def test_one_order_mail_is_sent_from_any_system(
    house: House, store: Store, mailbox: Mailbox, user: dict[str, str]
) -> None:
    said = run(recipe(1), user)
    again = run(recipe(1), user)

    assert said == again == "A-1001 is recorded, and its buyer will be mailed\n"
    ((recipient, mail),) = mails(house, mailbox, 1)
    assert recipient == "kari@example.com"
    assert "A-1001" in mail["Subject"]
    html = mail.get_body(("html",))
    assert html is not None
    assert "Wool sweater" in html.get_content()
    with store_scope(store.pk):
        assert Order.objects.get().external_id == "A-1001"


def test_it_is_sent_again_to_a_corrected_address(
    house: House, store: Store, mailbox: Mailbox, user: dict[str, str]
) -> None:
    run(recipe(1), user)
    _sent(house, store, 1)

    said = run(recipe(2), user)

    assert said == "On its way to kari.nordmann@example.com\n"
    first, second = mails(house, mailbox, 2)
    assert (first[0], second[0]) == ("kari@example.com", "kari.nordmann@example.com")
    assert first[1]["Message-ID"] != second[1]["Message-ID"]
    with store_scope(store.pk):
        assert Order.objects.get().email == "kari.nordmann@example.com"


def test_a_test_of_two_subjects_runs(
    house: House, store: Store, mailbox: Mailbox, user: dict[str, str]
) -> None:
    said = run(recipe(3), user)

    assert said.startswith("RUNNING "), said
    with store_scope(store.pk):
        assert Experiment.objects.get().state == "RUNNING"
    for number in range(12):
        run(recipe(1).replace("A-1001", f"A-{number}").replace("kari@", f"kari{number}@"), user)
    subjects = {mail["Subject"] for _recipient, mail in mails(house, mailbox, 12)}
    assert "Takk, Kari!" in subjects, subjects
    assert any("A-" in subject for subject in subjects)


def test_the_timeline_is_mirrored_once_and_goes_on_where_it_stopped(
    house: House, store: Store, user: dict[str, str], tmp_path: Path
) -> None:
    def mirrored() -> list[str]:
        return [line.split()[1] for line in run(recipe(4), user, home=tmp_path).splitlines()]

    assert mirrored() == []
    run(recipe(1), user)
    _sent(house, store, 1)
    # The feed stands below whatever transaction still runs.
    journey.eventually(lambda: "message.sent" in mirrored(), house, what="the mail was mirrored")

    types = mirrored()
    assert {"order.placed", "order.paid", "message.planned", "message.sent"} <= set(types)
    run(recipe(1).replace("A-1001", "A-1002").replace("kari@", "ola@"), user)
    _sent(house, store, 2)
    journey.eventually(
        lambda: mirrored().count("message.sent") == 2, house, what="the next mail was mirrored"
    )
    assert mirrored().count("order.placed") == 2


def test_webhooks_are_received_and_forged_ones_refused(
    house: House, user: dict[str, str], tmp_path: Path
) -> None:
    house.start_outbound()
    port = str(journey.free_port())
    say, listen = (text.replace("8900", port) for text in recipes(5))
    secret = run(say, user).strip()
    heard = tmp_path / "heard"

    with listening(listen, {**user, "WEBHOOK_SECRET": secret}, port=int(port), said=heard):
        run(recipe(1), user)
        journey.eventually(
            lambda: len(heard.read_text().splitlines()) == 2, house, what="two events were heard"
        )
        forged = httpx.post(f"http://127.0.0.1:{port}/", json={"type": "order.placed", "data": {}})

    events = dict(line.split() for line in heard.read_text().splitlines())
    assert set(events) == {"order.placed", "message.sent"}
    assert len(set(events.values())) == 1
    assert forged.status_code == 401


def _sent(house: House, store: Store, count: int) -> None:
    def there() -> bool:
        with store_scope(store.pk):
            return Message.objects.filter(state=State.SENT).count() == count

    journey.eventually(there, house, what=f"{count} messages were sent")
