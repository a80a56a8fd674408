"""Hands a text message to a service that speaks Twilio's Messages API, within a total deadline.

Twilio takes no idempotency key, so a text whose answer is lost stays in doubt. Its error codes say
more than HTTP's: twilio.com/docs/api/errors.
"""

import contextlib
import json
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from common.outgoing.talk import Talk
from messaging.channels.bounded_http import explain
from messaging.channels.bounded_httpx import BoundedClient
from messaging.channels.outcomes import Away, Lost, Outgoing, Receipt, Refused
from messaging.channels.replies import Meaning, Remedy, Stage, meaning_of_status
from messaging.states import Reason

_TIMED_OUT_BEHIND: Final = 504  # a gateway gave up waiting for who may have accepted it
_SERVICE_ID: Final = "MG"  # how the id of a pool of numbers begins
_NO_SUCH_NUMBER: Final = Meaning(Remedy.NEVER, Reason.BAD_PHONE, suppresses=True)
_NEVER: Final = Meaning(Remedy.NEVER, Reason.REFUSED)
_OUR_NUMBER: Final = Meaning(Remedy.SENDER, Reason.REFUSED)
_BUSY: Final = Meaning(Remedy.SENDER, Reason.SERVER_BUSY)
_MEANINGS: Final[dict[int, Meaning]] = {
    20003: Meaning(Remedy.SENDER, Reason.LOGIN_REFUSED),
    20005: Meaning(Remedy.SENDER, Reason.LOGIN_REFUSED),  # the account is suspended
    20429: _BUSY,
    21211: _NO_SUCH_NUMBER,
    21217: _NO_SUCH_NUMBER,
    21614: _NO_SUCH_NUMBER,  # no mobile telephone
    21610: Meaning(Remedy.NEVER, Reason.SUPPRESSED, suppresses=True),  # answered STOP
    21212: _OUR_NUMBER,
    21603: _OUR_NUMBER,
    21606: _OUR_NUMBER,
    21659: _OUR_NUMBER,
    21660: _OUR_NUMBER,
    21408: _NEVER,  # a country that the account may not write to
    21612: _NEVER,  # no route from our number to theirs
    21617: _NEVER,  # longer than it takes
    21611: _BUSY,  # its queue for our number is full
}


@dataclass(frozen=True, slots=True)
class SmsAccount:
    """`base_url` without a path; `sender` is a number, a name of up to 11 signs, or a pool's id."""

    base_url: str
    username: str
    token: str = field(repr=False)
    sender: str
    deadline: float = 30.0
    # Where the service tells what became of a message, with {key} in it; "": nowhere.
    callback_url: str = ""
    may_be_private: bool = False


class SmsCourier:
    """One account's connection, for one thread: see messaging.channels.outcomes.Courier."""

    honours_keys = False

    def __init__(self, account: SmsAccount) -> None:
        self.account = account
        self._talk = Talk(deadline=account.deadline, may_be_private=account.may_be_private)
        self._client = BoundedClient(
            self._talk, base_url=account.base_url, auth=(account.username, account.token)
        )

    def open(self) -> None:
        """Nothing: httpx connects when it has something to say, and a broken connection is Away."""

    def hand_over(self, outgoing: Outgoing) -> Receipt:
        self._talk.is_written = self._talk.is_connected = False
        path = f"/2010-04-01/Accounts/{self.account.username}/Messages.json"
        try:
            response = self._client.post(path, self._form(outgoing))
        except (httpx.HTTPError, OSError) as error:
            raise self._broken_off(error) from None
        return self._receipt(response)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._client.close()

    def _form(self, outgoing: Outgoing) -> dict[str, str]:
        account = self.account
        is_pool = account.sender.startswith(_SERVICE_ID)
        form = {
            "To": outgoing.envelope.recipient,
            "MessagingServiceSid" if is_pool else "From": account.sender,
            "Body": outgoing.envelope.text,
        }
        if account.callback_url:
            form["StatusCallback"] = account.callback_url.replace("{key}", str(outgoing.key))
        return form

    def _receipt(self, response: httpx.Response) -> Receipt:
        said = _parsed(response)
        status, line = response.status_code, self._words(response, said)
        if status == _TIMED_OUT_BEHIND:
            raise Lost(f"{status} {line}")
        if not response.is_success or said.get("error_code"):
            raise Refused(
                Stage.DATA,
                status,
                line,
                meaning=_meaning(response, said),
                retry_after=_retry_after(response),
            )
        if not said.get("sid"):
            raise Lost(f"{status} and an answer that cannot be read")
        return Receipt(line, str(said["sid"])[:200])

    def _broken_off(self, error: BaseException) -> Exception:
        """See Note [How far a request came]."""
        words = explain(error, self._talk)
        if self._talk.is_written:
            return Lost(words)
        return Away(Stage.DATA if self._talk.is_connected else Stage.CONNECT, words)

    def _words(self, response: httpx.Response, said: dict[str, Any]) -> str:
        """What the service said, on one line, without the token."""
        code = said.get("code") or said.get("error_code")
        text = said.get("message") or said.get("error_message") or said.get("status")
        line = " ".join(f"{code or ''} {text or response.text}".split())[:300]
        return line.replace(self.account.token, "…") if self.account.token else line


def _meaning(response: httpx.Response, said: dict[str, Any]) -> Meaning:
    code = said.get("code") or said.get("error_code")
    if isinstance(code, int) and code in _MEANINGS:
        return _MEANINGS[code]
    if response.is_redirect:
        return _OUR_NUMBER  # whoever answers there is not the service
    return meaning_of_status(response.status_code) if not response.is_success else _NEVER


def _parsed(response: httpx.Response) -> dict[str, Any]:
    try:
        said = json.loads(response.content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds; a date in its place is rare enough to be left to our own waits."""
    try:
        return min(max(float(response.headers.get("Retry-After", "")), 0.0), 3600.0)
    except ValueError:
        return None
