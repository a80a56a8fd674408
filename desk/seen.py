"""Who opened a message and followed its links, on the timeline and beside each hit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.models import Message
from messaging.readers import FINAL_AFTER, Reader, reader_of
from orders.models import Activity
from orders.models import ActivityKind as Kind
from tracking.models import Verdict
from tracking.verdicts.data import Who, Why

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LOOKS: Final = {
    Reader.PERSON: ("good", "eye"),
    Reader.SOMEBODY: ("good", "eye"),
    Reader.UNDECIDED: ("", "clock"),
    Reader.MACHINE: ("mute", "robot"),
}
REASONS: Final[dict[str, "StrPromise"]] = {
    Why.NOT_GET: gettext_lazy("only looked whether it is there"),
    Why.FETCHED_AHEAD: gettext_lazy("a browser fetched it in case somebody wants it"),
    Why.APPLE_PRIVACY: gettext_lazy("Apple's mail privacy, from Apple's network"),
    Why.APPLE_AGENT: gettext_lazy("calls itself what Apple's mail privacy does"),
    Why.MAIL_PROXY: gettext_lazy("the mailbox fetches pictures when a person looks"),
    Why.PROXY_TOO_SOON: gettext_lazy("the mailbox fetched pictures before anybody could look"),
    Why.SCANNER_AGENT: gettext_lazy("names itself as a scanner"),
    Why.SCANNER_NETWORK: gettext_lazy("comes from a scanner's network"),
    Why.HONEYPOT: gettext_lazy("came with a visit to the link that no person sees"),
    Why.BEACON: gettext_lazy("then used the status page"),
    Why.BURST: gettext_lazy("many links within ten seconds"),
    Why.SWEEP: gettext_lazy("nearly all links, one after the other"),
    Why.HEAD_FIRST: gettext_lazy("tried the link before it followed it"),
    Why.TOO_SOON: gettext_lazy("before the filter could have let the mail through"),
    Why.SAME_SOURCE: gettext_lazy("the same program and network as a scanner"),
    Why.NOTHING_AGAINST: gettext_lazy("nothing speaks against it"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One hit, as the drawer shows it."""

    at: datetime
    what: str
    who: str
    why: str


def hits_in_words(verdicts: Iterable[Verdict]) -> list[Seen]:
    opened, followed = _("Opened"), _("Link followed")
    return [
        Seen(
            row.at,
            opened if row.kind == "OPEN" else followed,
            _who(Who(row.who)),
            str(REASONS[row.why]),
        )
        for row in verdicts
    ]


def _who(who: Who) -> str:
    if who.is_person:
        return _("by a person")
    return _("by a machine, not counted") if who.is_machine else _("by nobody, not counted")


@dataclass(frozen=True, slots=True)
class Said:
    """What the timeline says of a first open or click."""

    tone: str
    symbol: str
    words: SafeString
    aside: str = ""


def first_in_words(row: Activity, message: Message, name: SafeString) -> Said:
    """Of the first open, or the first link: who it was, and when a person came after a machine."""
    done = "opened" if row.kind == Kind.MESSAGE_OPENED else "clicked"
    person_at: datetime | None = getattr(message, f"{done}_by_person_at")
    machine_at: datetime | None = getattr(message, f"{done}_by_machine_at")
    is_late = bool(person_at and machine_at and machine_at < person_at)
    first_person_at = None if is_late else person_at
    reader = reader_of(row.at, first_person_at, machine_at, timezone.now()) or Reader.SOMEBODY
    tone, symbol = LOOKS[reader]
    words = format_html(_sentences(done)[reader], name, _hour(row.at + FINAL_AFTER))
    aside = _("then by a person, %(time)s") % {"time": _day_and_hour(person_at)} if is_late else ""
    return Said(tone, symbol, words, aside)


def _sentences(done: str) -> dict[Reader, str]:
    if done == "opened":
        return {
            Reader.PERSON: _("{} opened by a person"),
            Reader.MACHINE: _("{} opened by a machine, not counted"),
            Reader.UNDECIDED: _("{} opened; by whom is known at {}"),
            Reader.SOMEBODY: _("{} opened"),
        }
    return {
        Reader.PERSON: _("A link of {} followed by a person"),
        Reader.MACHINE: _("A link of {} followed by a machine, not counted"),
        Reader.UNDECIDED: _("A link of {} followed; by whom is known at {}"),
        Reader.SOMEBODY: _("A link of {} followed"),
    }


def _hour(at: datetime) -> str:
    return date_format(timezone.localtime(at), "H:i")


def _day_and_hour(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
