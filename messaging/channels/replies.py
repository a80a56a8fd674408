"""What an answer means, a mail server's or an HTTP API's: later, never, or mend the sender."""

import re
from dataclasses import dataclass
from enum import Enum

from messaging.states import Reason


class Stage(Enum):
    """How far a conversation had come when it ended."""

    CONNECT = "CONNECT"
    LOGIN = "LOGIN"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"


class Remedy(Enum):
    LATER = "LATER"  # this message, after a while
    NEVER = "NEVER"  # this message cannot be sent
    SENDER = "SENDER"  # all messages of this sender wait


@dataclass(frozen=True, slots=True)
class Meaning:
    remedy: Remedy
    reason: Reason
    suppresses: bool = False


_NO_SUCH_ADDRESS = re.compile(r"^5\.1\.(1|10)\b")
# Servers without enhanced codes say it in words.
_NO_SUCH_ADDRESS_IN_WORDS = re.compile(
    r"no such (user|address|mailbox|recipient)|user unknown|unknown (user|recipient)"
    r"|(user|mailbox|recipient|address)\S* (does not|doesn't) exist|invalid mailbox",
    re.IGNORECASE,
)
_LOGIN_CODES = (530, 534, 535, 538)
_TOO_BIG = 552
_MOVED_ON = 421  # the server closes the connection, whatever was asked


def meaning_of(stage: Stage, code: int, line: str) -> Meaning:
    """Class of a refusal. 4xx passes; 5xx stays; log-in and greeting concern the whole account."""
    is_lasting = code >= 500
    if stage in (Stage.CONNECT, Stage.LOGIN) or code in _LOGIN_CODES:
        is_login = code in _LOGIN_CODES or (stage is Stage.LOGIN and is_lasting)
        return Meaning(Remedy.SENDER, Reason.LOGIN_REFUSED if is_login else Reason.SERVER_BUSY)
    if not is_lasting:
        is_mailbox = stage is Stage.RCPT and code != _MOVED_ON
        return Meaning(Remedy.LATER, Reason.MAILBOX_BUSY if is_mailbox else Reason.SERVER_BUSY)
    if stage is Stage.MAIL and code != _TOO_BIG:
        return Meaning(Remedy.SENDER, Reason.REFUSED)  # it is our own address that is refused
    if stage is Stage.RCPT and _is_no_such_address(line):
        return Meaning(Remedy.NEVER, Reason.NO_SUCH_ADDRESS, suppresses=True)
    return Meaning(Remedy.NEVER, Reason.REFUSED)


def meaning_of_status(status: int) -> Meaning:
    """Class of an HTTP API's refusal. What concerns the account makes all its messages wait."""
    match status:
        case 401 | 403:
            return Meaning(Remedy.SENDER, Reason.LOGIN_REFUSED)
        case 402 | 404:  # no credit; no such domain, region or account
            return Meaning(Remedy.SENDER, Reason.REFUSED)
        case 429:
            return Meaning(Remedy.SENDER, Reason.SERVER_BUSY)
        case 408 | 425:
            return Meaning(Remedy.LATER, Reason.SERVER_BUSY)
    if status >= 500:
        return Meaning(Remedy.LATER, Reason.SERVER_BUSY)
    return Meaning(Remedy.NEVER, Reason.REFUSED)


def _is_no_such_address(line: str) -> bool:
    return bool(_NO_SUCH_ADDRESS.match(line) or _NO_SUCH_ADDRESS_IN_WORDS.search(line))
