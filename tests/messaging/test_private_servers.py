"""Mail servers and services of accounts that would lead into our own network."""

import socket
import time
from typing import Any

import pytest

from messaging import senders
from messaging.channels.mail_services import SERVICES, problems
from messaging.channels.outcomes import Away
from messaging.channels.replies import Stage
from messaging.couriers import courier_for
from messaging.models import Sender
from messaging.states import Security, Transport
from tests.common.outgoing.forms import OWN_NAMES, PRIVATE_V4, PRIVATE_V6
from tests.common.outgoing.servers import resolver
from tests.messaging.servers import Post, mail_server
from tests.plugin import LeftTheBuilding

HOST = "smtp.shop.example"


@pytest.fixture(autouse=True)
def _no_private_services(settings: Any) -> None:
    settings.NOTIFYHUB_PRIVATE_SERVICES = False


def account(host: str, port: int = 587, transport: str = Transport.SMTP, **more: Any) -> Sender:
    security = Security.NONE
    return Sender(transport=transport, host=host, port=port, security=security, **more)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1"])
def test_a_mail_server_in_our_own_network_is_not_connected_to(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a name server says; the words are what staff read at the account."""
    with mail_server(Post()) as post:
        resolver(monkeypatch, {HOST: [["93.184.216.34", address]]}, port=post.port)
        with pytest.raises(Away, match=f"{HOST} is inside a private network; give") as away:
            courier_for(account(HOST, post.port)).open()

    assert away.value.stage is Stage.CONNECT
    assert post.connections == 0


def test_the_address_that_was_looked_at_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server(Post()) as post:
        asked = resolver(monkeypatch, {HOST: [["93.184.216.34"], ["127.0.0.1"]]}, port=post.port)
        with pytest.raises(LeftTheBuilding, match=r"93\.184\.216\.34"):
            courier_for(account(HOST, post.port)).open()

    assert asked == [HOST]
    assert post.connections == 0


def test_the_operator_may_name_a_mail_server_of_the_own_network(settings: Any) -> None:
    with mail_server(Post()) as post:
        settings.NOTIFYHUB_PRIVATE_MAIL_SERVERS = [f"127.0.0.1:{post.port}"]
        courier = courier_for(account("127.0.0.1", post.port))
        courier.open()
        courier.close()
        with pytest.raises(Away, match="private network"):
            courier_for(account("127.0.0.1", post.port + 1)).open()

    assert post.connections == 1


def test_a_name_server_that_never_answers_holds_no_worker(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NOTIFYHUB_SEND_DEADLINE_SECONDS = 0.3
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: time.sleep(1))

    with pytest.raises(Away, match=r"no answer within 0\.3 s"):
        courier_for(account(HOST)).open()


@pytest.mark.parametrize("host", [*OWN_NAMES[:-1], *PRIVATE_V4, *PRIVATE_V6, "0x7f.1", "smtp"])
def test_a_host_of_our_own_network_is_refused_where_it_is_written(host: str) -> None:
    told = senders.problems_of(account(host, from_email="post@shop.example"))
    public = senders.problems_of(account("smtp.shop.example", from_email="post@shop.example"))

    assert "host" in told
    assert "host" not in public


@pytest.mark.parametrize(
    ("host", "is_fine"),
    [
        ("api.twilio.com", True),
        ("https://api.twilio.com/", True),
        ("169.254.169.254", False),
        ("http://localhost:8000", False),
        ("api.twilio.com@10.0.0.1", False),
    ],
)
def test_a_service_for_texts_likewise(host: str, is_fine: bool) -> None:
    texts = account(
        host, transport=Transport.SMS, username="AC1", password="x", from_phone="+4759440000"
    )

    assert ("host" not in senders.problems_of(texts)) is is_fine


@pytest.mark.parametrize(
    ("url", "is_fine"),
    [
        ("https://postal.shop.example", True),
        ("https://postal.shop.example:8443/", True),
        ("https://10.0.0.1/", False),
        ("https://0x7f.1/", False),
        ("https://u:p@postal.shop.example/", False),
        ("https://postal.internal/", False),
    ],
)
def test_a_mail_service_of_ones_own_likewise(url: str, is_fine: bool) -> None:
    assert ("api_url" in problems(SERVICES["postal"], {"api_url": url})) is not is_fine
