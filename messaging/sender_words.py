"""How an account fares, in words: the same on the page, in the list and in the API."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from messaging import accounts, takeover
from messaging.models import Sender
from messaging.states import Reason, Transport


def sentence(
    sender: Sender,
    *,
    waiting_count: int,
    now: datetime,
    chain: Sequence[Sender] = (),
    zone: tzinfo | None = None,
) -> str:
    """What is amiss since when, what it means for mails, and when it is tried; else how it is.

    `chain` are the store's accounts in order: while one waits, another may take over.
    """
    if not sender.is_active:
        return _("Not in use.")
    if sender.trouble:
        return " ".join(_in_trouble(sender, waiting_count, now, chain, zone))
    rate = accounts.rate_of(sender)
    left = rate.at(now)
    if left is not None and left != rate.configured:
        words = _("Slowed to %(n)s a minute, since the server said that it was too much.")
        return words % {"n": round(left * 60)}
    return _at_rest(sender, [each for each in chain if each.is_active])


def _at_rest(sender: Sender, chain: Sequence[Sender]) -> str:
    if not chain or chain[0].pk == sender.pk:
        return _("In use.")
    if chain[0].transport == Transport.CAPTURE:
        words = _("Nothing leaves by it: %(name)s stands before it and keeps all mails here.")
        return words % {"name": str(chain[0])}
    if sender.transport == Transport.CAPTURE:
        return _("Not used: mails leave by the one before it.")
    return _("Stands by.")


def _in_trouble(
    sender: Sender,
    waiting_count: int,
    now: datetime,
    chain: Sequence[Sender],
    zone: tzinfo | None,
) -> list[str]:
    said = [_what_is_amiss(sender) % {"time": _clock(sender.trouble_since or now, now, zone)}]
    active = [each for each in chain if each.is_active]
    stands_in = next((each for each in takeover.standing_in(active) if _works(each, sender)), None)
    if stands_in:
        said.append(_("%(name)s takes over meanwhile.") % {"name": str(stands_in)})
    if waiting_count:
        words = ngettext(
            "%(n)s mail waits; none is lost.", "%(n)s mails wait; none is lost.", waiting_count
        )
        said.append(words % {"n": waiting_count})
    if sender.waits_until and sender.waits_until > now:
        said.append(_("Next try %(time)s.") % {"time": _clock(sender.waits_until, now, zone)})
    elif sender.waits_until:
        said.append(_("The next message tries it."))
    return said


def _what_is_amiss(sender: Sender) -> str:
    if sender.transport == Transport.SMTP:
        by_reason = {
            Reason.LOGIN_REFUSED: _("The mail server refused the login at %(time)s."),
            Reason.SERVER_AWAY: _("The mail server does not answer since %(time)s."),
            Reason.SERVER_BUSY: _("The mail server asks us to come again later since %(time)s."),
        }
        return by_reason.get(
            _reason_of(sender), _("The mail server refuses this account since %(time)s.")
        )
    by_reason = {
        Reason.LOGIN_REFUSED: _("The service refused the key at %(time)s."),
        Reason.SERVER_AWAY: _("The service does not answer since %(time)s."),
        Reason.SERVER_BUSY: _("The service asks us to come again later since %(time)s."),
    }
    return by_reason.get(_reason_of(sender), _("The service refuses this account since %(time)s."))


def _reason_of(sender: Sender) -> Reason:
    return Reason(sender.trouble) if sender.trouble in Reason.values else Reason.REFUSED


def _works(other: Sender, sender: Sender) -> bool:
    return other.pk != sender.pk and not other.trouble


def _clock(moment: datetime, now: datetime, zone: tzinfo | None) -> str:
    """The hour; with its day when that is not today."""
    local = timezone.localtime(moment, zone)
    if local.date() == timezone.localtime(now, zone).date():
        return time_format(local, "H:i")
    return date_format(local, pgettext("date pattern", "j M H:i"))
