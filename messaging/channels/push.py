"""Hands a notice to the push services of a buyer's devices (RFC 8030), within a total deadline.

Each payload is encrypted for its device (RFC 8291), so no push service reads it. The same notice
twice shows once: `Topic` replaces it while it waits at the service, `tag` on the device. So doubt
may simply go again.
"""

import contextlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import requests
from py_vapid import Vapid
from pywebpush import WebPusher, WebPushException
from urllib3.exceptions import HTTPError

from common.outgoing.talk import Talk
from messaging.channels.bounded_http import BoundedSession, explain
from messaging.channels.outcomes import Away, Lost, Outgoing, Receipt, Refused
from messaging.channels.replies import Meaning, Remedy, Stage, meaning_of_status
from messaging.envelope import Device
from messaging.states import Reason

LONGEST_PAYLOAD: Final = 3000  # bytes before encryption; services take 4096 after it
_LIVES_FOR: Final = 24 * 3600  # seconds that a service keeps it for a device that is off
_TIMED_OUT_BEHIND: Final = 504
_GONE: Final = (404, 410)
_NO_DEVICE: Final = Meaning(Remedy.NEVER, Reason.NO_DEVICE)

Result = Receipt | Refused | Away | Lost


@dataclass(frozen=True, slots=True)
class PushAccount:
    private_key: str = field(repr=False)  # 32 bytes of P-256, base64url
    contact: str
    hosts: tuple[str, ...]  # of push services; "*.x" is any host below x
    deadline: float = 30.0
    may_be_private: bool = False  # also without encryption: for servers of tests


class PushCourier:
    """For one thread: see messaging.channels.outcomes.Courier. A notice goes to each device."""

    honours_keys = True

    def __init__(self, account: PushAccount) -> None:
        self.account = account
        self._signer = Vapid.from_raw(account.private_key.encode())
        self._sessions: dict[str, BoundedSession] = {}

    def open(self) -> None:
        """Nothing: which services there is to talk to, only the devices tell."""

    def hand_over(self, outgoing: Outgoing) -> Receipt:
        """Taken if any device's service takes it; devices that are no more are named."""
        ends_at = time.monotonic() + self.account.deadline
        results: list[tuple[Device, Result]] = []
        for device in outgoing.envelope.devices:
            left = ends_at - time.monotonic()
            result = (
                self._give(device, outgoing, left) if left > 0 else Away(Stage.CONNECT, "no time")
            )
            results.append((device, result))
        return _summed_up(results)

    def close(self) -> None:
        for session in self._sessions.values():
            with contextlib.suppress(OSError):
                session.close()
        self._sessions.clear()

    def _give(self, device: Device, outgoing: Outgoing, seconds: float) -> Result:
        parts = urlsplit(device.endpoint)
        origin = f"{parts.scheme}://{parts.netloc}"
        if not is_push_service(
            device.endpoint, self.account.hosts, is_lax=self.account.may_be_private
        ):
            return _refusal(403, "not one of the push services", _NO_DEVICE)
        session = self._session(origin)
        session.talk.deadline = seconds
        session.talk.is_written = session.talk.is_connected = False
        try:
            pusher = WebPusher(device.as_subscription(), requests_session=session)
            response = pusher.send(
                payload_of(outgoing),
                self._headers(outgoing.key, origin),
                ttl=_LIVES_FOR,
                timeout=seconds,
            )
        except (WebPushException, ValueError, TypeError) as error:
            return _refusal(400, f"the device's key is none: {error}"[:200], _NO_DEVICE)
        except (requests.RequestException, HTTPError, OSError) as error:
            return self._broken_off(error, session.talk)
        if session.talk.is_over_time:  # http.client takes half an answer for a whole one
            return Lost(explain(TimeoutError(), session.talk))
        return _outcome(response)

    def _headers(self, key: UUID, origin: str) -> dict[str, str]:
        claims = {
            "aud": origin,
            "sub": self.account.contact,
            "exp": int(time.time()) + 12 * 3600,
        }
        # At most 32 signs of base64url, and the same for the same message.
        topic = key.hex[:32]
        return {**self._signer.sign(claims), "Topic": topic, "Urgency": "normal"}

    def _session(self, origin: str) -> BoundedSession:
        if origin not in self._sessions:
            talk = Talk(deadline=self.account.deadline, may_be_private=self.account.may_be_private)
            self._sessions[origin] = BoundedSession(talk)
        return self._sessions[origin]

    def _broken_off(self, error: BaseException, talk: Talk) -> Away | Lost:
        """See Note [How far a request came]."""
        words = explain(error, talk)
        if talk.is_written:
            return Lost(words)
        return Away(Stage.DATA if talk.is_connected else Stage.CONNECT, words)


def is_push_service(endpoint: str, hosts: tuple[str, ...], *, is_lax: bool = False) -> bool:
    """Whether the address is one that browsers' makers give out: we call nobody else."""
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    is_plain = parts.scheme == "https" and port in (None, 443) and not parts.username
    is_known = any(
        host.endswith(allowed[1:]) and host != allowed[2:]
        if allowed.startswith("*.")
        else host == allowed
        for allowed in hosts
    )
    return is_known and (is_plain or is_lax) and endpoint.isascii() and endpoint.isprintable()


def payload_of(outgoing: Outgoing) -> bytes:
    """What the device's worker reads (push-worker.js), short enough for any service."""
    named = dict(outgoing.envelope.headers)
    said = {
        "title": named.get("Subject", "")[:120],
        "url": named.get("Link", ""),
        "lang": named.get("Content-Language", ""),
        "tag": outgoing.key.hex,
    }
    body = outgoing.envelope.text
    while True:
        payload = json.dumps({**said, "body": body}, ensure_ascii=False).encode()
        if len(payload) <= LONGEST_PAYLOAD or not body:
            return payload
        body = body[: len(body) * 3 // 4].rstrip("… ") + "…" if len(body) > 8 else ""


def _outcome(response: requests.Response) -> Result:
    status, line = response.status_code, " ".join(response.text.split())[:200]
    if status in (200, 201, 202):
        return Receipt(f"{status} {line}".strip(), response.headers.get("Location", "")[:200])
    if status == _TIMED_OUT_BEHIND:
        return Lost(f"{status} {line}")
    if status in _GONE:
        return _refusal(status, line, _NO_DEVICE)
    meaning = meaning_of_status(status)
    if status == 403:
        meaning = Meaning(Remedy.SENDER, Reason.LOGIN_REFUSED)
    return Refused(
        Stage.DATA, status, line, meaning=meaning, retry_after=_retry_after(response.headers)
    )


def _summed_up(results: list[tuple[Device, Result]]) -> Receipt:
    """One answer for all devices: the best there is."""
    taken = [result for _, result in results if isinstance(result, Receipt)]
    gone = tuple(
        device.public_id
        for device, result in results
        if isinstance(result, Refused) and result.meaning == _NO_DEVICE
    )
    if taken:
        return Receipt(f"{len(taken)}/{len(results)}", taken[0].provider_id, gone=gone)
    failures = [result for _, result in results if isinstance(result, Exception)]
    if not failures:
        raise _refusal(410, "no device", _NO_DEVICE)
    for sort in (Lost, Away):
        for failure in failures:
            if isinstance(failure, sort):
                raise failure
    passing = [one for one in failures if isinstance(one, Refused) and one.meaning != _NO_DEVICE]
    raise (passing or failures)[0]


def _refusal(status: int, line: str, meaning: Meaning) -> Refused:
    return Refused(Stage.DATA, status, line, meaning=meaning)


def _retry_after(headers: Mapping[str, Any]) -> float | None:
    """Seconds; a date in its place is rare enough to be left to our own waits."""
    try:
        return min(max(float(headers.get("Retry-After", "")), 0.0), 3600.0)
    except ValueError:
        return None
