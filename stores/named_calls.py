"""Writes that a program names by an Idempotency-Key: done once, answered the same ever after.

# Note [Named calls]
A call holds an advisory lock of its name while it is done, so the same name at the same time is
refused, not queued. Its rows and its answer commit in one transaction: a process that dies leaves
both or nothing, and Postgres frees the lock of a dead session, so no marker has to grow old.

What talks to the network, or commits item by item, cannot stand in one transaction: it is done "in
steps". Then the session holds the lock, and the answer is kept after the deed. Where sessions are
shared, a connection of its own holds it in a transaction that does nothing else. A death between
the two leaves the deed without its answer, so what is done in steps must itself bear being repeated
under the same name (see ApiView.nonce).

# Note [Answers under the caller's key]
Answers hold buyers' data, and that of `POST keys/` a secret shown once. They are sealed by a key
made of ours (NOTIFYHUB_ENCRYPTION_KEYS) and the Idempotency-Key, of which only a hash is kept: the
table with all our secrets opens no answer, and a day later it is gone (see docs/adr/0037).
"""

import hmac
import json
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final, cast

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import Error, connection, transaction

from common.db import raw
from common.errors import DomainError
from stores.models import NamedCall

if TYPE_CHECKING:
    from common.db.base import DatabaseWrapper

KEPT_FOR: Final = timedelta(hours=24)
AT_ONCE: Final = 5_000  # rows that one sweep forgets in one transaction


class CallInFlight(DomainError):
    """The same name is being done this moment."""

    code = "idempotency-in-flight"


class CallMismatch(DomainError):
    """The name was used for another call."""

    code = "idempotency-mismatch"


class AnswerLost(DomainError):
    """It was done, and our keys no longer open what was answered."""

    code = "idempotency-answer-lost"


@dataclass(frozen=True, slots=True, repr=False)
class Call:
    """A write by its name; `said` is a digest of the whole request."""

    agency_id: int
    caller: str
    key: str
    said: bytes

    @property
    def key_hash(self) -> bytes:
        return sha256(f"{self.agency_id}\0{self.caller}\0{self.key}".encode()).digest()

    @property
    def lock(self) -> int:
        """Its name as a number of 64 bits. Should two names share one, they wait for each other."""
        return int.from_bytes(self.key_hash[:8], signed=True)

    @property
    def fingerprint(self) -> bytes:
        """Keyed, since what was sent may be short enough to be guessed from a plain hash."""
        return hmac.digest(self.key.encode(), self.said, "sha256")

    def vault(self) -> MultiFernet:
        """See Note [Answers under the caller's key]."""
        ours = settings.NOTIFYHUB_ENCRYPTION_KEYS
        made = (hmac.digest(str(one).encode(), self.key.encode(), "sha256") for one in ours)
        return MultiFernet([Fernet(urlsafe_b64encode(one)) for one in made])


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: `body` is JSON text."""

    status: int
    headers: Mapping[str, str]
    body: str


@contextmanager
def alone(*, call: Call, in_steps: bool) -> Iterator[None]:
    """Do it inside: one transaction, or in steps. Raises CallInFlight. See Note [Named calls]."""
    if in_steps:
        is_shared = cast("DatabaseWrapper", connection).is_shared
        hold = _held_by_another if is_shared else _held_by_session
        with hold(call.lock):
            yield
        return
    with transaction.atomic():
        _take("pg_try_advisory_xact_lock", call.lock)
        yield


def kept_answer(*, call: Call, now: datetime) -> Answer | None:
    """What this call was answered before; None if it is new, or older than KEPT_FOR.

    Raises CallMismatch and AnswerLost. Call it inside `alone`. One query.
    """
    rows = NamedCall.objects.filter(agency_id=call.agency_id, caller=call.caller)
    row = rows.filter(key_hash=call.key_hash).first()
    if row is None:
        return None
    if row.made_at <= now - KEPT_FOR:
        row.delete()
        return None
    if not hmac.compare_digest(bytes(row.fingerprint), call.fingerprint):
        raise CallMismatch
    return _opened(call, bytes(row.answer))


def keep_answer(*, call: Call, answer: Answer, now: datetime) -> None:
    """Keep what the call is answered. Call it inside `alone`. One query."""
    NamedCall.objects.create(
        agency_id=call.agency_id,
        caller=call.caller,
        key_hash=call.key_hash,
        fingerprint=call.fingerprint,
        answer=_sealed(call, answer),
        made_at=now,
    )


def forget_old(*, now: datetime) -> int:
    """Drop some calls older than KEPT_FOR; how many. Call it inside every_store, until 0."""
    old = NamedCall.objects.filter(made_at__lte=now - KEPT_FOR).order_by("made_at")
    some = list(old.values_list("pk", flat=True)[:AT_ONCE])
    return NamedCall.objects.filter(pk__in=some).delete()[0]


def _sealed(call: Call, answer: Answer) -> bytes:
    said = json.dumps([answer.status, dict(answer.headers), answer.body], ensure_ascii=False)
    return call.vault().encrypt(zlib.compress(said.encode()))


def _opened(call: Call, sealed: bytes) -> Answer:
    try:
        said = zlib.decompress(call.vault().decrypt(sealed))
    except InvalidToken as error:
        raise AnswerLost from error
    return Answer(*json.loads(said))


@contextmanager
def _held_by_session(lock: int) -> Iterator[None]:
    _take("pg_try_advisory_lock", lock)
    try:
        yield
    finally:
        try:
            _ask("pg_advisory_unlock", lock)
        except Error:
            connection.close()  # and with its session the server frees what it held


@contextmanager
def _held_by_another(lock: int) -> Iterator[None]:
    with raw.connect() as own, own.transaction():
        (is_ours,) = own.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock]).fetchone() or (0,)
        if not is_ours:
            raise CallInFlight
        yield


def _take(function: str, lock: int) -> None:
    if not _ask(function, lock):
        raise CallInFlight


def _ask(function: str, lock: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [lock])
        (is_so,) = cursor.fetchone()
    return bool(is_so)
