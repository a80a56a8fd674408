"""The first steps on a real installation: found an agency, choose a password, connect, confirm."""

import io
import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from intake import services as intake
from intake.models import Webhook, WebhookState
from messaging import sending
from messaging.models import Message
from messaging.states import State
from stores.models import Agency, Membership
from stores.roles import Role
from stores.scope import every_store, store_scope
from tests.factories import payloads
from tests.factories.intake import headers_for
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "mina@byra.example"


def found(*arguments: str) -> str:
    said = io.StringIO()
    call_command("found_agency", "Byrå Nord", EMAIL, *arguments, stdout=said)
    return said.getvalue()


def owners() -> list[tuple[str, str]]:
    with every_store(because="a test looks"):
        rows = Membership.objects.filter(role=Role.OWNER).select_related("agency", "user")
        return [(row.agency.name, row.user.email) for row in rows]


def test_the_owner_chooses_a_password_and_is_inside(client: Client) -> None:
    said = found("--timezone", "Europe/Oslo", "--language", "nb")

    assert owners() == [("Byrå Nord", EMAIL)]
    link = re.search(rf"{re.escape(settings.NOTIFYHUB_BASE_URL)}(/admin/welcome/\S+)", said)
    assert link is not None
    password = "a long and lonely sentence"
    client.post(link[1], {"new_password1": password, "new_password2": password})
    inside = client.get("/admin/")
    assert inside.status_code == 200
    assert "Byrå Nord" in inside.content.decode()


def test_a_store_of_a_fresh_agency_confirms_its_first_order(client: Client) -> None:
    found()
    with every_store(because="a test connects a store"):
        store = make_store(Agency.objects.get(name="Byrå Nord"))

    now = timezone.now()
    body = json.dumps(
        payloads.order(created_at=now.isoformat(), processed_at=now.isoformat())
    ).encode()

    signed: dict[str, Any] = headers_for(store, body)
    answer = client.post(
        f"/in/shopify/{store.public_id}", body, content_type="application/json", **signed
    )
    intake.handle_due(now=timezone.now())
    sending.send_due(now=timezone.now())

    assert answer.status_code == 200
    with store_scope(store.pk):
        assert [row.state for row in Webhook.objects.all()] == [WebhookState.DONE]
        assert [row.state for row in Message.objects.all()] == [State.SENT]


def test_the_same_agency_is_not_founded_twice() -> None:
    found()

    with pytest.raises(CommandError, match="called Byrå Nord already"):
        found()

    assert len(owners()) == 1


def test_a_person_known_already_gets_no_new_password() -> None:
    found()

    said = io.StringIO()
    call_command("found_agency", "Another", EMAIL, stdout=said)

    assert "welcome" not in said.getvalue()
    assert sorted(owners()) == [("Another", EMAIL), ("Byrå Nord", EMAIL)]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["Byrå", "mina"], "no e-mail address"),
        (["Byrå", EMAIL, "--timezone", "Oslo"], "no time zone"),
        ([" ", EMAIL], "needs a name"),
    ],
)
def test_wrong_words_are_refused_and_nothing_is_founded(
    arguments: list[str], complaint: str
) -> None:
    with pytest.raises(CommandError, match=complaint):
        call_command("found_agency", *arguments)

    assert owners() == []
