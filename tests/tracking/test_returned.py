"""Mail that a server returned: read, believed by its address alone, and told once."""

import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from messaging import return_paths
from messaging.envelope import envelope_of
from messaging.models import Message, MessageBody, RescueCase, Sender, Suppression
from messaging.states import Reason, State
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories.messaging import make_sender
from tests.factories.worlds import make_message, make_order
from tracking import reporting, returned, returning
from tracking.models import Report, ReportKind

pytestmark = pytest.mark.django_db
DOMAIN = "returns.example.com"
LINE = "550 5.1.1 <kari@example.com>: Recipient address rejected: User unknown"


@pytest.fixture(autouse=True)
def domain(settings: Any) -> None:
    settings.NOTIFYHUB_RETURN_DOMAIN = DOMAIN


@pytest.fixture
def sender(store: Store) -> Sender:
    return make_sender(store, port=25)


@pytest.fixture
def message(store: Store, sender: Sender) -> Message:
    order = make_order(store, email="kari@example.com")
    return make_message(order, State.SENT, sender=sender, recipient="kari@example.com")


def path_of(message: Message) -> str:
    return return_paths.address_for(f"<{message.public_id.hex}@fjell.example>")


def report(
    to: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    line: str = f"smtp; {LINE}",
    more: str = "",
) -> bytes:
    """As Postfix writes it."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.com (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.com.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com
X-Postfix-Queue-ID: 4F1A2
Arrival-Date: Fri, 20 Nov 2026 10:00:00 +0000 (UTC)

Final-Recipient: rfc822; kari@example.com
Original-Recipient: rfc822;kari@example.com
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.com
Diagnostic-Code: {line}
{more}
--B
Content-Type: message/rfc822

From: shop@fjell.example
To: kari@example.com
Subject: Takk

Hei
--B--
""".replace("\n", "\r\n").encode()


def settle() -> None:
    with every_store(because="a test settles"):
        reporting.settle_reports(now=timezone.now())


def post(raw: bytes, **query: str) -> int:
    answer = Client().generic(
        "POST", "/t/returned", raw, "message/rfc822", query_string=f"to={query.get('to', '')}"
    )
    return int(answer.status_code)


def test_a_mail_of_ours_has_a_return_path_of_its_own_and_shows_the_same_sender(
    message: Message,
) -> None:
    with store_scope(message.store_id):
        words = MessageBody.objects.get(message=message).words
    named = {"From": "Shop <shop@fjell.example>", "To": "kari@example.com"}
    named["Message-ID"] = f"<{message.public_id.hex}@fjell.example>"
    leaving = replace(words, headers=tuple(named.items()))

    envelope = envelope_of(leaving)

    assert envelope.sender == path_of(message)
    assert envelope.sender.endswith(DOMAIN)
    assert DOMAIN not in envelope.as_bytes().decode()
    local = path_of(message).partition("@")[0]
    assert len(local) <= 64
    assert return_paths.message_named(f"{local.upper()}@anywhere.example") == message.public_id


def test_without_a_domain_mail_returns_to_who_sends_it(message: Message, settings: Any) -> None:
    settings.NOTIFYHUB_RETURN_DOMAIN = ""

    assert path_of(message) == ""


def test_nobody_there_stops_the_address_and_opens_a_case_once(
    store: Store, message: Message
) -> None:
    for _again in range(2):
        assert post(report(path_of(message))) == 204
        settle()

    with store_scope(store.pk):
        row = Message.objects.get(pk=message.pk)
        assert (row.reason, row.bounced_at is not None) == (Reason.NO_SUCH_ADDRESS, True)
        assert Suppression.objects.get().address == "kari@example.com"
        assert RescueCase.objects.count() == 1
        assert Report.objects.get().kind == ReportKind.BOUNCED


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"status": "5.2.2", "line": "smtp; 552 5.2.2 Mailbox full"}, ReportKind.RETURNED),
        ({"status": "5.7.1", "line": "smtp; 550 5.7.1 Spam"}, ReportKind.RETURNED),
        ({"action": "delayed", "status": "4.4.1"}, ReportKind.DELAYED),
        ({"action": "Delivered", "status": "2.0.0"}, ReportKind.DELIVERED),
        ({"status": "5.1.1 (bad)", "line": "x-unix; nobody"}, ReportKind.BOUNCED),
        ({"action": "expanded", "status": "2.0.0"}, None),
        ({"action": "", "status": ""}, None),
    ],
)
def test_what_a_server_says_is_read(
    message: Message, said: dict[str, str], kind: ReportKind | None
) -> None:
    found = returned.read(report(path_of(message), **said))

    assert (found.kind if found else None) == kind


QMAIL = """Hi. This is the qmail-send program at mx.example.com.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<kari@example.com>:
{line}

--- Below this line is a copy of the message.

Subject: Takk 5.1.1
"""
EXIM = """This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its recipients.
The following address(es) failed:

  kari@example.com
    {line}
"""
LATE = """   **********************************************
   **      THIS IS A WARNING MESSAGE ONLY      **
   **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
   **********************************************

The original message was received yesterday

   ----- The following addresses had transient non-fatal errors -----
<kari@example.com>

   ----- Transcript of session follows -----
{line}
"""


@pytest.mark.parametrize(
    ("words", "line", "kind"),
    [
        (QMAIL, "Sorry, no mailbox here by that name. (#5.1.1)", ReportKind.BOUNCED),
        (QMAIL, "The user is over quota. (#5.2.2)", ReportKind.RETURNED),
        (EXIM, "550 5.1.1 <kari@example.com>: unknown user", ReportKind.BOUNCED),
        (EXIM, "", ReportKind.RETURNED),
        (LATE, "<kari@example.com>... Deferred: 4.2.0 try later", ReportKind.DELAYED),
        ("I am on holiday until Monday.{line}", "", None),
        ("Is this real? I never ordered.{line} 5.1.1", "", None),
    ],
)
def test_servers_that_tell_it_in_words_are_understood(
    message: Message, words: str, line: str, kind: ReportKind | None
) -> None:
    head = f"From: MAILER-DAEMON@mx.example.com\nTo: {path_of(message)}\nSubject: failure\n\n"
    raw = (head + words.format(line=line)).replace("\n", "\r\n").encode()

    found = returned.read(raw)

    assert (found.kind if found else None) == kind
    if found and "5.1.1" in line:
        assert "5.1.1" in found.line
    assert post(raw) == 204


def test_only_the_address_says_whose_it_is(store: Store, message: Message) -> None:
    genuine = path_of(message)
    local, _, at = genuine.partition("@")
    forged = [
        f"r-{'a' * 42}@{at}",
        f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{at}",
        f"{local}a@{at}",
        f"r-{message.public_id.hex}@{at}",
        "shop@fjell.example",
        f"r-{'é' * 42}@{at}",
        "",
    ]
    for address in forged:
        assert returned.read(report(address)) is None, address
    # Services that name the recipient beside the mail, and headers of servers on the way.
    assert returned.read(report("x@example.com"), brought_to=genuine) is not None
    brought = b"Delivered-To: " + genuine.encode() + b"\r\n"
    assert returned.read(brought + report("x@example.com")) is not None
    # What stands in the mail itself, such as in the part that was returned, proves nothing.
    assert returned.read(report("x@example.com", more=f"X-Was: {genuine}")) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: On holiday\r\nAuto-Submitted: auto-replied\r\n\r\nBack on Monday",
        b"Content-Type: multipart/report; boundary=B\r\n\r\n--B\r\n",
        b"Content-Type: message/delivery-status\r\n\r\n",
        b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n" * 200,
        b"Content-Type: multipart/mixed; boundary=B\r\n\r\n"
        + b"--B\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n" * 3000,
    ],
)
def test_odd_mail_is_let_be(message: Message, raw: bytes) -> None:
    addressed = b"Delivered-To: " + path_of(message).encode() + b"\r\n" + raw

    found = returned.read(addressed)

    assert found is None or found.kind in (ReportKind.BOUNCED, ReportKind.RETURNED)
    assert post(addressed) == 204


def test_a_message_that_is_gone_or_never_left_is_let_be(store: Store, message: Message) -> None:
    address = path_of(message)
    with store_scope(store.pk):
        Message.objects.filter(pk=message.pk).update(sender=None)
    assert post(report(address)) == 204
    with store_scope(store.pk):
        MessageBody.objects.all().delete()
        Message.objects.filter(pk=message.pk).delete()
    assert post(report(address)) == 204

    with store_scope(store.pk):
        assert not Report.objects.exists()


def test_what_is_too_large_or_only_asked_for_is_refused(message: Message) -> None:
    assert post(report(path_of(message)) + b"x" * 1_000_001) == 413
    assert Client().get("/t/returned").status_code == 405


def test_a_mail_server_pipes_it(
    store: Store, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = report("x@example.com")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    out = io.StringIO()

    call_command("read_returned", to=path_of(message), stdout=out)

    assert "Told to its message" in out.getvalue()
    with store_scope(store.pk):
        assert Report.objects.get().kind == ReportKind.BOUNCED


def test_while_the_database_is_away_the_server_keeps_it(
    message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_said: object, **_named: object) -> None:
        raise OperationalError("gone")

    raw = report(path_of(message))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    monkeypatch.setattr(returning, "store_of", away)

    with pytest.raises(CommandError) as refused:
        call_command("read_returned", stdout=io.StringIO())

    assert refused.value.returncode == 75


def test_a_maildir_is_read_once(store: Store, message: Message, tmp_path: Path) -> None:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new/1.mx").write_bytes(report(path_of(message)))
    (tmp_path / "new/2.mx").write_bytes(b"Subject: Hello\r\n\r\nHi")

    assert "2 mails read, 1 of them" in _read(tmp_path)
    assert "0 mails read" in _read(tmp_path)

    assert sorted(each.name for each in (tmp_path / "cur").iterdir()) == ["1.mx:2,S", "2.mx:2,S"]
    with pytest.raises(CommandError, match="no maildir"):
        _read(tmp_path / "cur")


def _read(maildir: Path) -> str:
    out = io.StringIO()
    call_command("read_returned", maildir=maildir, stdout=out)
    return out.getvalue()
