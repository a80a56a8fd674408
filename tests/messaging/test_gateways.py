"""Which mailboxes stand behind filters, and into whose mails a hidden link goes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from messaging import gateways, queries, sending
from messaging.dns_asking import Unanswered
from messaging.hidden_links import HONEYPOT_LINK
from messaging.models import MailboxDomain, Message, MessageBody
from messaging.tokens import read_token
from stores.models import HiddenLink, Store
from stores.scope import every_store, store_scope
from tests.factories.messaging import make_order, make_words, plan

NOW = timezone.now()
GUARDED = "guarded.example"


class Names:
    """Name servers that know these."""

    def __init__(self, **records: Sequence[str]) -> None:
        self.records = {name.replace("_", "."): found for name, found in records.items()}
        self.asked: list[str] = []

    def ask(self, name: str, kind: str) -> Sequence[str]:
        assert kind == "MX"
        self.asked.append(name)
        if name not in self.records:
            raise Unanswered(name)
        return self.records[name]


def know(domain: str, gateway: str = "mimecast") -> None:
    MailboxDomain.objects.create(domain=domain, gateway=gateway, seen_at=NOW, looked_up_at=NOW)


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("Kari@Guarded.Example.", "guarded.example"),
        ('"a@b"@guarded.example', "guarded.example"),
        ("", ""),
        ("nobody", ""),
        ("root@localhost", ""),
        (f"a@{'x' * 260}.example", ""),
    ],
)
def test_of_an_address_the_domain_is_asked_about(address: str, domain: str) -> None:
    assert gateways.domain_of(address) == domain


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("records", "gateway"),
    [
        (["10 mx1.guarded-example.mail.protection.outlook.com."], "microsoft"),
        (["10 mx.example.", "20 eu-smtp-inbound-1.MIMECAST.com."], "mimecast"),
        (["10 mxa-00.gslb.pphosted.com."], "proofpoint"),
        (["10 d1.ess.barracudanetworks.com."], "barracuda"),
        (["10 aspmx.l.google.com."], ""),
        (["10 notmimecast.com."], ""),
        (["0 ."], ""),
        ([], ""),
    ],
)
def test_the_dns_says_who_takes_in_the_mail(records: list[str], gateway: str) -> None:
    gateways.meet_domains(names=[GUARDED], now=NOW)
    names = Names(guarded_example=records)

    assert gateways.look_up_gateways(now=NOW, asker=names) == 1
    assert gateways.look_up_gateways(now=NOW, asker=names) == 0

    assert gateways.gateways_of(names=[GUARDED]) == {GUARDED: gateway}
    assert names.asked == [GUARDED]


@pytest.mark.django_db
def test_whose_name_servers_are_silent_is_let_alone_for_a_day() -> None:
    gateways.meet_domains(names=["silent.example"], now=NOW)

    gateways.look_up_gateways(now=NOW, asker=Names())

    assert gateways.look_up_gateways(now=NOW, asker=Names()) == 0
    assert gateways.forget_domains(now=NOW + timedelta(hours=23)) == 0
    assert gateways.forget_domains(now=NOW + timedelta(hours=25)) == 1


@pytest.mark.django_db
def test_a_domain_is_forgotten_after_a_month() -> None:
    know(GUARDED)

    assert gateways.forget_domains(now=NOW + timedelta(days=29)) == 0
    assert gateways.forget_domains(now=NOW + timedelta(days=31)) == 1


@pytest.mark.django_db
def test_domains_met_cost_one_query_and_one_more_where_some_are_new(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    know(GUARDED)
    know("plain.example", "")

    with django_assert_num_queries(1):
        found = gateways.meet_domains(names=[GUARDED, "plain.example", ""], now=NOW)
    assert found == {GUARDED: "mimecast"}
    with django_assert_num_queries(0):
        assert gateways.meet_domains(names=["", ""], now=NOW) == {}
    gateways.meet_domains(names=["new.example", GUARDED], now=NOW)
    gateways.meet_domains(names=["new.example"], now=NOW)
    assert MailboxDomain.objects.filter(looked_up_at=None).count() == 1


def sent(store: Store, **order: Any) -> tuple[Message, str]:
    make_words(store)
    message = plan(make_order(store, **order))
    sending.send_due(now=queries.database_now())
    with store_scope(store.pk):
        body = MessageBody.objects.get(message=message)
        return Message.objects.get(pk=message.pk), body.words.html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wish", "gateway", "is_hidden"),
    [
        (HiddenLink.GATEWAYS, "mimecast", True),
        (HiddenLink.GATEWAYS, "", False),
        (HiddenLink.ALWAYS, "", True),
        (HiddenLink.NEVER, "mimecast", False),
    ],
)
def test_the_hidden_link_stands_where_the_store_wants_it(
    store: Store, wish: str, gateway: str, is_hidden: bool
) -> None:
    know(GUARDED, gateway)
    with every_store(because="a test sets up its store"):
        Store.objects.filter(pk=store.pk).update(
            hidden_link=wish, tracking_mode="INDIVIDUAL", primary_domain="fjell.example"
        )
        store.refresh_from_db()

    message, html = sent(store, email=f"kari@{GUARDED}")

    assert ('aria-hidden="true" tabindex="-1"' in html) is is_hidden
    with store_scope(store.pk):
        assert message.links_count == len(MessageBody.objects.get(message=message).words.links) > 0
    if is_hidden:
        hidden = html[: html.index('" style="display:none;mso-hide:all" aria-hidden')]
        path = hidden.rpartition("/t/c/")[2]
        token = read_token(path.partition("?")[0], "https://fjell.example/")
        assert token
        assert (token.message_id, token.link_index) == (message.pk, HONEYPOT_LINK)


@pytest.mark.django_db
def test_a_store_that_sees_nobody_hides_nothing_and_meets_nobody(store: Store) -> None:
    with every_store(because="a test sets up its store"):
        Store.objects.filter(pk=store.pk).update(hidden_link="ALWAYS", tracking_mode="OFF")
        store.refresh_from_db()

    _message, html = sent(store, email=f"kari@{GUARDED}")

    assert 'mso-hide:all" aria-hidden' not in html
    assert not MailboxDomain.objects.exists()
