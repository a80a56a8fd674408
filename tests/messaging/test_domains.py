"""Looks at senders' domains: kept, told when worse, over pages and the API."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from messaging import domains
from messaging.dns_findings import Verdict
from messaging.models import DomainCheck, Sender
from messaging.states import Channel, Transport
from stores.models import Store, User
from stores.scope import every_store, store_scope
from tests.factories.keys import KeyClient
from tests.factories.stores import make_store
from tests.messaging.name_servers import NameServer, dkim_key, name_server
from tests.problems import refusal

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DOMAIN = "fjellgarn.example"
GOOD = {
    (DOMAIN, "TXT"): ['"v=spf1 include:mailgun.org ~all"'],
    ("mailgun.org", "TXT"): ['"v=spf1 ip4:192.0.2.0/24 ~all"'],
    (f"k1._domainkey.{DOMAIN}", "TXT"): [dkim_key()],
    (f"_dmarc.{DOMAIN}", "TXT"): ['"v=DMARC1; p=reject"'],
    (DOMAIN, "MX"): [f"10 mx.{DOMAIN}."],
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    with name_server(GOOD) as it:
        monkeypatch.setattr("messaging.domains.new_asker", it.asker)
        yield it


@pytest.fixture
def sender(store: Store) -> Sender:
    return make_account(store)


def make_account(store: Store, **fields: Any) -> Sender:
    with store_scope(store.pk):
        row = Sender.objects.create(
            **{
                "store": store,
                "transport": Transport.ESP,
                "service": "mailgun",
                "from_email": f"post@{DOMAIN}",
                **fields,
            }
        )
        row.refresh_from_db()
    return row


def look(
    sender: Sender, server: NameServer, *, after: timedelta = timedelta(), selectors: Any = None
) -> DomainCheck | None:
    with store_scope(sender.store_id):
        return domains.check_domain(
            sender=sender, now=NOW + after, selectors=selectors, asker=server.asker()
        )


def test_what_was_found_is_kept_and_the_selectors_too(sender: Sender, server: NameServer) -> None:
    first = look(sender, server, selectors=["K1._domainkey.fjellgarn.example", "k1", "no good!"])
    second = look(sender, server, after=timedelta(days=1))

    assert first is not None
    assert second is not None
    assert (first.verdict, first.is_verified, first.selectors) == (Verdict.GOOD, True, ["k1"])
    assert second.selectors == ["k1"], "as a person said last"
    with store_scope(sender.store_id):
        assert DomainCheck.objects.count() == 2
        assert DomainCheck.objects.current().get() == second


def test_two_clicks_ask_once(sender: Sender, server: NameServer) -> None:
    first = look(sender, server, selectors=["k1"])
    asked = len(server.asked)

    second = look(sender, server, after=timedelta(seconds=5), selectors=["k1"])
    other = look(sender, server, after=timedelta(seconds=6), selectors=["k2"])

    assert second == first
    assert other != first
    assert len(server.asked) > asked


def test_a_change_for_the_worse_is_told_until_it_is_mended(
    sender: Sender, server: NameServer
) -> None:
    def days(count: int) -> DomainCheck:
        found = look(sender, server, after=timedelta(days=count), selectors=["k1"])
        assert found is not None
        return found

    def to_look_at() -> int:
        with every_store(because="a test counts"):
            return DomainCheck.objects.to_look_at().count()

    assert not days(0).is_worse
    server.silent_for.add(f"_dmarc.{DOMAIN}")
    assert not days(1).is_worse, "silence is no change"
    server.silent_for.clear()
    days(2)
    server.zone[(f"_dmarc.{DOMAIN}", "TXT")] = ['"v=DMARC1; p=none"']
    assert (days(3).is_worse, to_look_at()) == (True, 1)
    assert (days(4).is_worse, to_look_at()) == (True, 1)
    server.zone[(f"_dmarc.{DOMAIN}", "TXT")] = ['"v=DMARC1; p=reject"']
    assert (days(5).is_worse, to_look_at()) == (False, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"transport": Transport.CAPTURE},
        {
            "channel": Channel.SMS,
            "transport": Transport.SMS,
            "host": "api.example",
            "username": "AC1",
            "password": "token",
            "from_phone": "+4759440000",
        },
    ],
)
def test_what_leaves_by_no_domain_is_not_looked_at(
    store: Store, server: NameServer, fields: dict[str, Any]
) -> None:
    assert look(make_account(store, **fields), server) is None
    assert not server.asked


def test_each_domain_has_its_turn_once_a_day(store: Store, server: NameServer) -> None:
    for one in (store, make_store()):
        make_account(one)
    make_account(store, is_active=False)
    make_account(store, transport=Transport.CAPTURE)

    def due(**after: int) -> int:
        with every_store(because="a test rings the bell"):
            return domains.check_due(now=NOW + timedelta(**after), new=server.asker)

    assert due() == 2
    assert due(hours=23) == 0
    assert due(hours=25) == 2


def test_old_looks_are_forgotten_but_for_the_last(sender: Sender, server: NameServer) -> None:
    look(sender, server)
    look(sender, server, after=timedelta(days=1))

    with every_store(because="a test waits two years"):
        assert domains.forget_old_checks(now=NOW + timedelta(days=800)) == 1
        assert DomainCheck.objects.count() == 1


def test_the_page_says_what_to_paste_and_the_button_looks(
    sender: Sender, server: NameServer, owner: User, client: Client
) -> None:
    client.force_login(owner)
    server.zone[(DOMAIN, "TXT")] = ['"v=spf1 mx -all"']
    page = f"/admin/senders/{sender.pk}/domain/"

    assert "Nobody has looked at" in client.get(page).content.decode()
    said = client.post(f"{page}check/", {"selectors": "k1"}, follow=True).content.decode()

    assert "v=spf1 mx include:mailgun.org ~all" in said
    assert "needs you" in said
    assert f"/t/esp/mailgun/{sender.public_id}" in said
    listed = client.get("/admin/messaging/sender/").content.decode()
    assert "Verified" in listed
    assert page in listed
    assert "Domains to look at" in client.get("/admin/").content.decode()


def test_the_list_of_senders_costs_the_same_for_one_and_for_many(
    store: Store, sender: Sender, server: NameServer, owner: User, client: Client
) -> None:
    client.force_login(owner)

    def cost(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as said:
            assert client.get(url).status_code == 200
        return len(said)

    page = f"/admin/senders/{sender.pk}/domain/"
    look(sender, server)
    for_one = cost("/admin/messaging/sender/"), cost(page)
    for day in range(1, 20):
        look(sender, server, after=timedelta(days=day))
        look(make_account(store), server)

    assert (cost("/admin/messaging/sender/"), cost(page)) == for_one == (LIST, PAGE)


LIST, PAGE = 10, 7  # however many senders there are


def test_the_api_reads_and_looks(api: KeyClient, sender: Sender, server: NameServer) -> None:
    url = f"senders/{sender.public_id}/domain-check/"

    assert refusal(api.get(url)) == (409, "domain-not-checked")
    made = api.post(url, {"selectors": ["k1"]})
    read = api.get(url)

    assert made.status_code == 200
    assert made.json() == read.json()
    assert (made.json()["verdict"], made.json()["is_verified"]) == ("GOOD", True)
    assert [one["check"] for one in made.json()["findings"]] == [
        "SPF",
        "DKIM",
        "DMARC",
        "ALIGNMENT",
        "MX",
    ]
    assert refusal(api.post(url, {"selectors": ["x"] * 5})) == (422, "invalid")


def test_the_api_says_where_there_is_no_domain(api: KeyClient, store: Store) -> None:
    kept = make_account(store, transport=Transport.CAPTURE)

    assert refusal(api.post(f"senders/{kept.public_id}/domain-check/", {})) == (
        409,
        "sender-has-no-domain",
    )
