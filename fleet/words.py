"""What is wrong, in words: the same on pages, in mails and in answers to programs."""

from datetime import datetime
from typing import Any, Final

from django.utils import formats
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import pieces
from fleet import queries
from fleet.kinds import FindingKind as Kind
from fleet.models import Finding
from messaging.states import Reason

Said = tuple[str, str]  # what is the matter, and what more is to be said


def said_of(finding: Finding, now: datetime) -> Said:
    """What is the matter in few words, and the rest of the sentence."""
    simple = _simply(finding.kind)
    if simple is not None:
        return simple
    if finding.kind in _COUNTED:
        return _counted(finding), ""
    return _MADE[Kind(finding.kind)](finding, now)


def sentence(finding: Finding, now: datetime) -> str:
    return pieces.in_a_row(*said_of(finding, now))


def _simply(kind: str) -> Said | None:
    """What needs no figure."""
    if kind == Kind.DISCONNECTED:
        return _("Disconnected:"), _("Shopify says that the app was removed. Nothing is sent.")
    if kind == Kind.NO_SECRET:
        said = _("the signing secret is missing, so no order comes in.")
        return _("Webhooks are refused:"), said
    if kind == Kind.CONNECTION:
        said = _("Shopify refuses our token. Orders come in, but nothing can be asked or written.")
        return _("Connection lost:"), said
    if kind == Kind.PAUSED:
        return _("Paused:"), _("messages are held until you let the store send again.")
    if kind == Kind.DOMAIN:
        return _("Domain:"), _("its records in the DNS need somebody; mail may land in spam.")
    if kind == Kind.LINKS:
        said = _("it does not lead to us any more, so links in mails that left are broken.")
        return _("Tracking domain lost:"), said
    if kind == Kind.CODES:
        said = _("mails go without their promotion until there are more.")
        return _("Discount codes ran out:"), said
    return None


def _counted(finding: Finding) -> str:
    """One sentence with a number; many are not counted to their end."""
    n = finding.count
    sentences = {
        Kind.FAILED: ngettext("%(n)s mail could not be sent.", "%(n)s mails could not be sent.", n),
        Kind.UNKNOWN: ngettext(
            "%(n)s mail may have been sent.", "%(n)s mails may have been sent.", n
        ),
        Kind.HELD: ngettext("%(n)s mail is held.", "%(n)s mails are held.", n),
        Kind.ADDRESSES: ngettext("%(n)s address is wrong.", "%(n)s addresses are wrong.", n),
        Kind.PARCELS: ngettext(
            "%(n)s parcel is to be looked after.", "%(n)s parcels are to be looked after.", n
        ),
        Kind.ASIDE: ngettext(
            "%(n)s webhook could not be read.", "%(n)s webhooks could not be read.", n
        ),
        Kind.AUDITS: ngettext("%(n)s mail is to be audited.", "%(n)s mails are to be audited.", n),
        Kind.RULES: ngettext(
            "%(n)s automation stopped by itself.", "%(n)s automations stopped by themselves.", n
        ),
        Kind.EXPORTS: ngettext(
            "%(n)s buyer asks for a copy of their data.",
            "%(n)s buyers ask for a copy of their data.",
            n,
        ),
        Kind.SUBSCRIPTIONS: ngettext(
            "Shopify stopped telling us of %(n)s thing.",
            "Shopify stopped telling us of %(n)s things.",
            n,
        ),
        Kind.MISSED: ngettext(
            "%(n)s order arrived while the connection was down.",
            "%(n)s orders arrived while the connection was down.",
            n,
        ),
    }
    return sentences[Kind(finding.kind)] % {"n": counted(n)}


_COUNTED: Final = frozenset(
    {
        *(Kind.FAILED, Kind.UNKNOWN, Kind.HELD, Kind.ADDRESSES, Kind.PARCELS, Kind.ASIDE),
        *(Kind.AUDITS, Kind.EXPORTS, Kind.RULES, Kind.SUBSCRIPTIONS, Kind.MISSED),
    }
)


def counted(n: int) -> str:
    return f"{queries.MOST}+" if n >= queries.MOST else str(n)


def share(basis_points: int | None) -> str:
    """Hundredths of a per cent as a per cent; "–" is not measured."""
    if basis_points is None:
        return pieces.EMPTY
    places = 2 if basis_points < 10 else 1
    return _("%(share)s %%") % {"share": formats.number_format(basis_points / 100, places)}


def for_long(seconds: int | None) -> str:
    """`2 s`, `5 min`, `3 h 10 min`."""
    if seconds is None:
        return pieces.EMPTY
    if seconds < 60:
        return _("%(n)s s") % {"n": seconds}
    minutes = seconds // 60
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}


def _sender(finding: Finding, now: datetime) -> Said:
    about = finding.about
    known: Any = dict(Reason.choices)
    trouble = about.get("detail") or str(known.get(about.get("trouble"), about.get("trouble", "")))
    since = parse_datetime(about.get("since") or "") or finding.opened_at
    said = _("%(trouble)s since %(since)s. Mails wait; none is lost.")
    words = {"trouble": trouble, "since": pieces.moment(since, now)}
    return _("Mail server refuses:"), said % words


def _twice(finding: Finding, _now: datetime) -> Said:
    n = finding.count
    said = ngettext("%(n)s mail goes out twice:", "%(n)s mails go out twice:", n) % {"n": n}
    return said, _("we send it, and so does Shopify.")


def _silent(finding: Finding, _now: datetime) -> Said:
    hours, usual = finding.about.get("hours", 0), finding.about.get("usual", 0)
    said = ngettext(
        "no order for %(hours)s hour; usual is %(n)s.",
        "no order for %(hours)s hours; usual is %(n)s.",
        hours,
    )
    return _("Silent:"), said % {"hours": hours, "n": usual}


def _lag(finding: Finding, _now: datetime) -> Said:
    waits = for_long(finding.about.get("seconds", 0))
    said = _("the first has waited %(long)s to be handled; mails wait with it.")
    return _("Webhooks wait:"), said % {"long": waits}


def _bounces(finding: Finding, _now: datetime) -> Said:
    part = share(finding.about.get("share_bp", 0))
    return _("Many come back:"), _("%(share)s of this week's mails.") % {"share": part}


def _complaints(finding: Finding, _now: datetime) -> Said:
    part = share(finding.about.get("share_bp", 0))
    said = _("%(share)s of this week's mails. Mailboxes begin to refuse the sender at 0.3 %%.")
    return _("Marked as spam:"), said % {"share": part}


_MADE: Final = {
    Kind.SENDER: _sender,
    Kind.TWICE: _twice,
    Kind.SILENT: _silent,
    Kind.LAG: _lag,
    Kind.BOUNCES: _bounces,
    Kind.COMPLAINTS: _complaints,
}
