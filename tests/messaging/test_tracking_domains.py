"""A store's tracking domain: what may be one, when it is proven, and which links take it."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.outgoing import calls
from messaging import shortening, tracing, tracking_domains
from messaging.packing import Words
from messaging.states import Channel
from messaging.tracking_domain_words import words_of
from messaging.tracking_domains import TrackingDomainRefused
from notifyhub import wsgi
from stores.models import Store, TrackingDomainState, TrackingMode, User
from stores.scope import every_store, store_scope
from templates_app.data import ShortText
from tests.common.outgoing.servers import answer
from tests.common.outgoing.servers import server as served
from tests.factories.keys import KeyClient
from tests.factories.messaging import make_messages
from tests.factories.stores import make_agency, make_store
from tests.messaging.name_servers import NameServer, name_server
from tests.problems import refusal

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DOMAIN, OURS = "links.garn.example", "https://hub.example"
State = TrackingDomainState


@pytest.fixture(autouse=True)
def server(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[NameServer]:
    settings.NOTIFYHUB_BASE_URL = OURS
    with name_server({(DOMAIN, "CNAME"): ["hub.example."]}) as it:
        monkeypatch.setattr("messaging.tracking_domains.new_asker", it.asker)
        monkeypatch.setattr("messaging.tracking_domains._fetch", through_our_door)
        yield it


def asked(url: str, method: str = "GET") -> tuple[int, str]:
    """What the whole application answers, at whatever host."""
    told: list[str] = []
    parts = urlsplit(url)
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ |= {
        "REQUEST_METHOD": method,
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "HTTP_HOST": parts.netloc,
    }
    content = wsgi.application(environ, lambda status, _headers, *_rest: told.append(status))  # type: ignore[arg-type]  # nobody writes
    return int(told[0][:3]), b"".join(content).decode()


def through_our_door(url: str) -> str:
    return asked(url)[1]


def named(domain: str = DOMAIN, **fields: Any) -> Store:
    store = make_store(name="Fjell & Garn", **fields)
    with store_scope(store.pk):
        tracking_domains.name_domain(store=store, domain=domain)
    return store


def look(store: Store, now: datetime = NOW, **how: Any) -> TrackingDomainState:
    with store_scope(store.pk):
        tracking_domains.look_at(store=store, now=now, **how)
        row = Store.objects.get(pk=store.pk)
    assert row.tracking_domain_state == store.tracking_domain_state, "what is in hand is kept"
    return State(row.tracking_domain_state)


def break_off(url: str) -> str:
    raise calls.NoAnswer("The certificate is not accepted.", is_written=False, seconds=0.1)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" Links.Garn.Example. ", "links.garn.example"),
        ("lenker.blåbær.example", "lenker.xn--blbr-roah.example"),
        ("a.b", "a.b"),
    ],
)
def test_a_name_is_kept_as_the_dns_spells_it(text: str, kept: str) -> None:
    store = named(text)

    assert store.tracking_domain == kept
    with store_scope(store.pk):
        assert not tracking_domains.name_domain(store=store, domain=kept), "it was so"
        assert tracking_domains.name_domain(store=store, domain="")
    assert tracking_domains.record_of(store) is None


@pytest.mark.parametrize(
    "text",
    [
        "https://links.garn.example",
        "links.garn.example/t",
        "links.garn.example:8443",
        "localhost",
        "10.0.0.1",
        "-a.example",
        "a..example",
        "x" * 64 + ".example",
        "links garn.example",
        "links.garn.example\nHost: a.example",
        "hub.example",  # ours
        "garn.example",  # the shop's own
        "www.garn.example",
    ],
)
def test_what_is_no_name_or_has_another_use_is_refused(text: str) -> None:
    store = make_store(primary_domain="garn.example")

    with store_scope(store.pk), pytest.raises(TrackingDomainRefused):
        tracking_domains.name_domain(store=store, domain=text)

    with every_store(because="a test looks"):
        assert Store.objects.get(pk=store.pk).tracking_domain == ""


def test_a_domain_is_proven_by_our_own_answer_there() -> None:
    store = named()
    assert store.tracking_url == OURS, "not before it is proven"

    assert look(store) == State.LIVE

    assert store.tracking_url == f"https://{DOMAIN}"
    assert store.tracking_domain_at == NOW


def test_what_is_wrong_is_told_apart(server: NameServer) -> None:
    store = named()

    assert look(store, fetch=break_off) == State.UNREACHABLE, "no certificate yet"
    assert look(store, fetch=lambda _url: "Welcome") == State.UNREACHABLE, "a proxy before us"
    server.zone = {(DOMAIN, "A"): ["192.0.2.7"]}
    assert look(store, fetch=lambda _url: "Welcome") == State.ELSEWHERE
    assert look(store) == State.LIVE, "behind a proxy that hides the record, and leads to us"
    server.zone = {}
    assert look(store) == State.MISSING
    assert store.tracking_url == OURS


def test_no_more_is_read_than_an_answer_has(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the call itself
    settings.NOTIFYHUB_PRIVATE_SERVICES = True
    with served(answer("200 OK", b"x" * 5_000)) as heard:
        assert tracking_domains._fetch(heard.url) == "x" * 200


def test_an_old_answer_proves_nothing() -> None:
    store, heard = named(), through_our_door(f"https://{DOMAIN}/t/domain/here?n={'0' * 32}")

    assert heard
    assert look(store, fetch=lambda _url: heard) == State.UNREACHABLE


def test_silent_name_servers_change_nothing(server: NameServer) -> None:
    store = named()
    look(store)
    server.fails_for.add(DOMAIN)

    assert look(store, NOW + timedelta(days=1)) == State.LIVE
    assert store.tracking_domain_at == NOW + timedelta(days=1), "its turn is over all the same"


def test_a_domain_is_one_agencys() -> None:
    first = named()
    look(first)

    assert look(named(agency=make_agency())) == State.TAKEN
    assert look(named(agency=first.agency)) == State.LIVE, "stores of one agency may share"


def test_a_look_says_nothing_of_a_domain_named_meanwhile() -> None:
    store = named()

    def rename(url: str) -> str:
        with every_store(because="somebody else"):
            Store.objects.filter(pk=store.pk).update(tracking_domain="other.garn.example")
        return through_our_door(url)

    with store_scope(store.pk):
        tracking_domains.look_at(store=store, now=NOW, fetch=rename)
        assert Store.objects.get(pk=store.pk).tracking_domain_state == State.UNSEEN


@pytest.mark.parametrize("mode", [TrackingMode.AGGREGATE, TrackingMode.INDIVIDUAL])
def test_links_and_pixel_take_the_domain_while_it_is_proven(mode: TrackingMode) -> None:
    store = named(tracking_mode=mode)
    (message,) = make_messages(store, 1, recipient="ingrid@example.com")
    page = f'<body><a href="https://a.example/1">a</a><a href="{OURS}/t/c/old">b</a></body>'

    def html() -> str:
        with store_scope(store.pk):
            if mode == TrackingMode.AGGREGATE:
                worded = tracing.Worded("nb", 1)
                return tracing.in_sums(message, Words(page), worded, timezone.now()).html
            return tracing.individually(message, Words(page), locale="nb", is_gateway=False).html

    message.store = store
    assert DOMAIN not in html()
    look(store)
    proven = html()

    assert f'href="https://{DOMAIN}/t/c/' in proven
    assert f'src="https://{DOMAIN}/t/o/' in proven
    assert f'href="{OURS}/t/c/old"' in proven, "what leads by us already is left alone"


def test_texts_take_it_too() -> None:
    store = named(tracking_mode=TrackingMode.INDIVIDUAL)
    look(store)
    (message,) = make_messages(store, 1, channel=Channel.SMS, recipient="+4791234567")
    message.store = store
    said = ShortText(locale="nb", title="", text="Se https://a.example/1.")

    with store_scope(store.pk):
        words = shortening.words_of(message, said, None, mode=TrackingMode.INDIVIDUAL)

    assert words.text.startswith(f"Se https://{DOMAIN}/t/c/")


def test_the_proof_answers_numbers_only_and_at_any_host() -> None:
    here = f"https://{DOMAIN}/t/domain/here"

    status, said = asked(f"{here}?n={'a' * 32}")
    assert (status, said) == (200, tracking_domains.answer_to("a" * 32))
    for bad in ("", "?n=", "?n=links", f"?n={'a' * 33}", f"?n={'A' * 32}"):
        assert asked(here + bad) == (404, "")
    assert asked(here, "POST")[0] == 405
    assert asked(f"https://{DOMAIN}/t/domain/other")[0] == 404


def test_a_proxy_asks_for_which_names_it_may_get_certificates() -> None:
    named()

    def answered(domain: str) -> int:
        return asked(f"http://127.0.0.1/t/domain/ask?domain={domain}")[0]

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert answered(DOMAIN) == 200
    assert len(queries) == 1
    assert answered("LINKS.garn.example") == 200
    assert answered("other.example") == 404
    assert answered("") == 404
    with every_store(because="the store is given up"):
        Store.objects.update(state=Store.State.UNINSTALLED, released_at=NOW)
    assert answered(DOMAIN) == 404


def test_each_domain_is_looked_at_daily(
    server: NameServer, caplog: pytest.LogCaptureFixture
) -> None:
    store = named()
    named("")

    def due(hours: float) -> int:
        with every_store(because="the daily look"):
            return tracking_domains.look_at_due(
                now=NOW + timedelta(hours=hours), new=server.asker, fetch=through_our_door
            )

    assert (due(0), due(1), due(23), due(25)) == (1, 0, 0, 1)
    zone, server.zone = server.zone, {}
    with caplog.at_level(logging.WARNING):
        assert due(50) == 1
    assert caplog.text.count("messaging.tracking_domain.lost") == 1
    with every_store(because="a test looks"):
        row = Store.objects.get(pk=store.pk)
    assert row.tracking_url == OURS
    assert row.tracking_domain_lost_at == NOW + timedelta(hours=50)

    # Lost, it is looked at each hour, and said once.
    assert (due(50.5), due(51)) == (0, 1)
    server.zone = zone
    assert (due(51.5), due(52), due(53)) == (0, 1, 0)
    assert caplog.text.count("messaging.tracking_domain.lost") == 1
    with every_store(because="a test looks"):
        row = Store.objects.get(pk=store.pk)
    assert (row.tracking_url, row.tracking_domain_lost_at) == (f"https://{DOMAIN}", None)


def test_only_what_was_proven_can_be_lost_and_another_name_forgets_it(server: NameServer) -> None:
    zone, server.zone = server.zone, {}
    store = named()
    assert look(store) == State.MISSING
    assert store.tracking_domain_lost_at is None

    server.zone = zone
    look(store)
    server.zone = {}
    look(store, NOW + timedelta(hours=1))
    assert look(store, NOW + timedelta(hours=2)) == State.MISSING
    assert store.tracking_domain_lost_at == NOW + timedelta(hours=1), "since the first of them"
    assert "are broken until" in words_of(store)

    with store_scope(store.pk):
        tracking_domains.name_domain(store=store, domain="")
        store.refresh_from_db()
    assert (store.tracking_domain_lost_at, words_of(store)) == (None, "")


def test_the_page_and_a_look_cost_the_same_always(
    owner: User, store: Store, client: Client
) -> None:
    client.force_login(owner)
    address = f"/admin/stores/{store.pk}/tracking-domain/"
    client.post(address, {"domain": DOMAIN})

    with CaptureQueriesContext(connection) as on_page:
        assert client.get(address).status_code == 200
    with store_scope(store.pk), CaptureQueriesContext(connection) as in_look:
        tracking_domains.look_at(store=Store.objects.get(pk=store.pk), now=NOW)

    assert (len(on_page), len(in_look)) == (PAGE, LOOK)


PAGE = 6  # five ask who is there
LOOK = 7  # a transaction, its lock, whose else it may be, and the row, read and written


def test_people_name_it_and_look(owner: User, store: Store, client: Client) -> None:
    client.force_login(owner)
    address = f"/admin/stores/{store.pk}/tracking-domain/"

    assert "our own address" in client.get(address).content.decode()
    refused = client.post(address, {"domain": "https://x"})
    assert refused.status_code == 409
    assert "https://x is no domain" in refused.content.decode()
    kept = client.post(address, {"domain": DOMAIN}, follow=True).content.decode()
    assert "Nobody has looked at links.garn.example yet" in kept
    assert "CNAME" in kept
    assert "hub.example" in kept
    looked = client.post(f"{address}check/", follow=True).content.decode()
    assert f"Links in new mails begin with https://{DOMAIN}." in looked
    assert (
        f"https://{DOMAIN}"
        in client.get(f"/admin/stores/store/{store.pk}/change/").content.decode()
    )


def test_programs_name_it_and_look(api: KeyClient, store: Store) -> None:
    address = f"stores/{store.public_id}/tracking-domain/"

    assert api.get(address).json()["links_begin_with"] == OURS
    assert refusal(api.post(f"{address}check/", {})) == (409, "tracking-domain-refused")
    assert refusal(api.put(address, {"domain": "no domain"}, "application/json"))[:2] == (
        409,
        "tracking-domain-refused",
    )
    named = api.put(address, {"domain": DOMAIN}, "application/json").json()
    assert named["state"] == "UNSEEN"
    assert named["wanted"] == [{"name": DOMAIN, "type": "CNAME", "value": "hub.example"}]
    looked = api.post(f"{address}check/", {}).json()
    assert (looked["state"], looked["links_begin_with"]) == ("LIVE", f"https://{DOMAIN}")
    assert api.put(address, {"domain": ""}, "application/json").json()["links_begin_with"] == OURS
