"""The running product for a journey: web and worker as processes, on the test's database."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection

from common.embedded import process
from messaging.models import Message, MessageBody, Sender
from messaging.states import Security, Transport
from notifyhub.demo.posting import Address, Post
from stores.models import Store
from stores.scope import store_scope
from tests.factories.stores import WEBHOOK_SECRET

ROOT = Path(__file__).resolve().parents[2]
PIXEL = re.compile(r'src="(http://[^"]+/t/o/[^"]+\.gif)"')
LINK = re.compile(r'href="(http://[^"]+/t/c/[^"]+)"')


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@dataclass
class House:
    """Web, worker and beat; the first two may be started to shoot themselves at a killpoint."""

    home: Path
    port: int = field(default_factory=free_port)
    web: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None
    beat: subprocess.Popen[bytes] | None = None
    stand_in: subprocess.Popen[bytes] | None = None
    outbound: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start_web(self, *, kill: str = "") -> None:
        command = ["granian", "--interface", "rsgi", "--no-ws", "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--workers", "1"]
        self.web = self._spawn("web", *command, "notifyhub.rsgi:application", kill=kill)

    def start_worker(self, *, kill: str = "", children: int = 0) -> None:
        """One process that does all work, so that a shot hits all that is in hand; or children."""
        command = ["celery", "-A", "notifyhub", "worker", "--without-gossip", "--without-mingle"]
        command += ["--concurrency", str(children)] if children else ["--pool", "solo"]
        self.worker = self._spawn("worker", *command, kill=kill)

    def start_beat(self) -> None:
        command = ["celery", "-A", "notifyhub", "beat", "--pidfile", ""]
        self.beat = self._spawn("beat", *command, "-s", str(self.home / "beat.db"), kill="")

    def start_outbound(self) -> None:
        """The worker that posts webhooks: its queue is its own."""
        command = ["celery", "-A", "notifyhub", "worker", "--without-gossip", "--without-mingle"]
        command += ["--queues", "outbound", "--hostname", "outbound@%h", "--pool", "solo"]
        self.outbound = self._spawn("outbound", *command, kill="")

    def start_stand_in(self) -> None:
        self.stand_in = self._spawn("stand-in", "manage", "stand_in", kill="")

    def wait_for_web(self) -> None:
        assert self.web is not None
        process.wait_until(self._answers, child=self.web, log=self.home / "web.log", patience=30)

    def stop(self) -> None:
        for child in (self.beat, self.web, self.worker, self.stand_in, self.outbound):
            if child is not None:
                process.stop(child, patience=5)

    def words(self) -> str:
        """The ends of the logs, for a failure's message."""
        return "\n".join(process.tail(self.home / f"{name}.log") for name in ("web", "worker"))

    def _spawn(self, name: str, *command: str, kill: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "NOTIFYHUB_BASE_URL": self.url,
            "NOTIFYHUB_KILL": kill,
            "PYTHONUNBUFFERED": "1",
        }
        return process.spawn(
            process.Program(
                name=name,
                command=[sys.executable, "-m", *command],
                log=self.home / f"{name}.log",
                environment=environment,
                directory=ROOT,
            )
        )

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/t/o/x.gif", timeout=2).status_code == 200
        except httpx.TransportError:
            return False


def database_url() -> str:
    """The URL of the test's own database, for other processes."""
    name = connection.settings_dict["NAME"]
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def address_of(house: House, store: Store) -> Address:
    return Address(f"{house.url}/in/shopify/{store.public_id}", store.shop_domain, WEBHOOK_SECRET)


def post(address: Address, webhook: Post, **headers: str) -> httpx.Response:
    """Deliver one webhook as Shopify would."""
    signed = {**webhook.headers(address), **headers}
    return httpx.post(address.url, content=webhook.body, headers=signed, timeout=10)


def eventually(check: Callable[[], Any], house: House, *, what: str, patience: float = 30) -> Any:
    """The first true value of `check()`; fails with the ends of the logs when it takes too long."""
    deadline = time.monotonic() + patience
    while not (found := check()):
        assert time.monotonic() < deadline, f"It did not happen that {what}.\n{house.words()}"
        time.sleep(0.05)
    return found


def html_of(store: Store, message: Message) -> str:
    with store_scope(store.pk):
        return MessageBody.objects.get(message=message).html


class Mailbox:
    """A mail server that takes everything, and remembers it."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, bytes]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        content = envelope.original_content or b""
        self.mails += [(recipient, content) for recipient in envelope.rcpt_tos]
        return "250 2.0.0 Taken"


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, int]]:
    mailbox, port = Mailbox(), free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox, port
    finally:
        controller.stop()


def send_by_smtp(store: Store, port: int) -> None:
    """Let the store's mail leave by the mail server at that port."""
    with store_scope(store.pk):
        Sender.objects.create(
            store=store,
            transport=Transport.SMTP,
            host="127.0.0.1",
            port=port,
            security=Security.NONE,
            from_email="post@fjelloggarn.example",
            from_name="Fjell & Garn",
        )
