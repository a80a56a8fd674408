"""Mail that a server returned: what became of the mail, and of which.

RFC 3464 says how it is to be told; what is told in words alone (qmail, Exim, Exchange and a dozen
others) flufl.bounce knows to read. Whose it is stands in the address that it was returned to,
alone: see Note [Return paths] in messaging/return_paths.py. What else it says may be anybody's
words.
"""

from collections.abc import Iterable, Iterator
from email.errors import MessageError
from email.message import Message as Mail
from email.parser import BytesParser
from email.policy import compat32
from itertools import islice
from typing import Final
from uuid import UUID

from flufl.bounce import all_failures

from messaging import return_paths
from messaging.addresses import one_line
from tracking.data import Returned
from tracking.meanings import LINE_LIMIT, STATUS, says_nobody_is_there
from tracking.models import ReportKind

LARGEST: Final = 1_000_000  # bytes that are read; what a server says comes before the mail itself
_LARGEST_IN_WORDS: Final = 50_000  # of one that must be read line by line, over and over
_MOST_PARTS: Final = 50
_MOST_GIVEN: Final = 20  # addresses that are looked at
# Where servers and services say to whom they brought it.
_BROUGHT_TO: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
_ACTIONS: Final = {
    "delayed": ReportKind.DELAYED,
    "delivered": ReportKind.DELIVERED,
    # Handed on to a server that tells no more: it left the last one that does.
    "relayed": ReportKind.DELIVERED,
}
# What a parser of strangers' bytes stumbles over.
_NONSENSE: Final = (
    *(MessageError, ValueError, LookupError, AttributeError, TypeError),
    RecursionError,
)


def read(raw: bytes, *, brought_to: str = "") -> Returned | None:
    """What the mail tells of which message; None: it is no returned mail of ours.

    `brought_to`: where it was delivered, if whoever hands it in knows that.
    """
    try:
        mail = BytesParser(policy=compat32).parsebytes(raw[:LARGEST])
        message_key = _whose(mail, brought_to)
        said = (_said(mail) or _said_in_words(raw)) if message_key else None
    except _NONSENSE:
        return None
    if message_key is None or said is None:
        return None
    kind, line = said
    return Returned(message_key=message_key, kind=kind, line=one_line(line, LINE_LIMIT))


def _whose(mail: Mail, brought_to: str) -> UUID | None:
    given = [brought_to, *(str(each) for name in _BROUGHT_TO for each in mail.get_all(name, []))]
    words = (word.strip('<>,;"') for line in given for word in line.split())
    for word in islice((word for word in words if "@" in word), _MOST_GIVEN):
        found = return_paths.message_named(word)
        if found is not None:
            return found
    return None


def _said(mail: Mail) -> tuple[str, str] | None:
    """The server's report; None for anything else, such as of somebody who is on holiday."""
    for part in islice(mail.walk(), _MOST_PARTS):
        if part.get_content_type() == "message/delivery-status":
            return _of_report(_blocks(part))
    return None


def _said_in_words(raw: bytes) -> tuple[str, str] | None:
    """A report without the parts of RFC 3464, if it is one: whom it names is not looked at."""
    words = raw[:_LARGEST_IN_WORDS]
    delayed, failed = all_failures(BytesParser(policy=compat32).parsebytes(words))
    if not delayed and not failed:
        return None
    lines = words.decode("ascii", "replace").splitlines()
    line = next((each.strip() for each in lines if STATUS.search(each)), "")
    status = STATUS.search(line)
    if not failed or (status and status[1].startswith("4")):  # a warning, whatever it looks like
        return ReportKind.DELAYED, line
    return (ReportKind.BOUNCED if says_nobody_is_there(line) else ReportKind.RETURNED), line


def _blocks(part: Mail) -> Iterator[Mail]:
    """What is said of each recipient: the first block is about the mail as a whole."""
    blocks = part.get_payload()
    if isinstance(blocks, list):
        yield from (one for one in blocks if isinstance(one, Mail) and "Action" in one)


def _of_report(blocks: Iterable[Mail]) -> tuple[str, str] | None:
    """A mail of ours has one recipient, so the first block is theirs."""
    block = next(iter(blocks), None)
    if block is None:
        return None
    action = str(block["Action"]).strip().lower()
    status = str(block.get("Status", "")).split("(")[0].strip()
    diagnosis = str(block.get("Diagnostic-Code", "")).partition(";")[2].strip()
    line = diagnosis if status in diagnosis else f"{status} {diagnosis}".strip()
    if action == "failed":
        is_hard = says_nobody_is_there(f"{status} {diagnosis}")
        return (ReportKind.BOUNCED if is_hard else ReportKind.RETURNED), line
    return (_ACTIONS[action], line) if action in _ACTIONS else None
