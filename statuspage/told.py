"""What became of the mails about an order, said honestly to the buyer."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from messaging import words
from messaging.models import Message, RescueCase, RescueCause
from messaging.states import Arrival, Channel, Reason, State
from orders.models import Order
from statuspage.masking import masked_email
from templates_app.data import NotificationKind


@dataclass(frozen=True, slots=True)
class Told:
    """The newest confirmation, in words."""

    sentence: str
    advice: str
    has_come_back: bool


def confirmation_of(order: Order) -> Message | None:
    """The newest confirmation by mail. One query."""
    rows = Message.objects.for_order(order.pk).filter(
        kind=NotificationKind.ORDER_CONFIRMATION, channel=Channel.EMAIL
    )
    return rows.order_by("-id").first()


def rescue_of(order: Order) -> RescueCase | None:
    """The wrong address that somebody should mend. One query."""
    rows = RescueCase.objects.open().filter(order=order, channel=Channel.EMAIL)
    return rows.order_by("-id").first()


def rescue_in_words(case: RescueCase) -> str:
    """What makes us doubt the address. No query."""
    said = {
        RescueCause.MISTYPED: _("%(address)s looks mistyped."),
        RescueCause.BOUNCED: _("Our mail to %(address)s came back."),
        RescueCause.COMPLAINED: _("Our mail to %(address)s was refused there."),
    }[RescueCause(case.cause)]
    return said % {"address": masked_email(case.address)}


def told_of(order: Order, message: Message | None) -> Told:
    """Whether a confirmation was sent, where to, and what became of it. No query."""
    if message is None:
        if not order.email.strip():
            return Told(_("We have no e-mail address of yours."), _("Give us one below."), True)
        return Told(_("No confirmation was sent from here."), "", False)
    address = masked_email(message.recipient)
    if message.state == State.NOT_SENT:
        return _not_sent(message, address)
    sent = {"address": address, "at": _moment(message.sent_at or message.changed_at)}
    if message.state != State.SENT:
        return _not_yet(message, sent)
    return _sent(message, sent)


def _sent(message: Message, sent: dict[str, str]) -> Told:
    junk = _("Have a look into the spam folder, too.")
    match words.arrival_of(message):
        case Arrival.BOUNCED:
            came_back = _("The confirmation to %(address)s came back on %(at)s.")
            at = {**sent, "at": _moment(message.bounced_at)}
            return Told(came_back % at, _("Correct the address below."), True)
        case Arrival.COMPLAINED:
            refused = _("The confirmation to %(address)s was marked as spam there.")
            return Told(refused % sent, _("We write nothing more to it."), True)
        case Arrival.DELIVERED | Arrival.OPENED | Arrival.CLICKED | Arrival.BY_MACHINE:
            arrived = _("We sent the confirmation to %(address)s on %(at)s, and it arrived there.")
            return Told(arrived % sent, junk, False)
        case Arrival.DELAYED:
            late = _("We sent the confirmation to %(address)s on %(at)s; the mailbox delays it.")
            return Told(late % sent, _("It is tried again for some hours."), False)
    handed = _("We sent the confirmation to %(address)s on %(at)s, and its mail server took it.")
    return Told(handed % sent, junk, False)


def _not_yet(message: Message, sent: dict[str, str]) -> Told:
    match message.state:
        case State.UNKNOWN:
            maybe = _("The confirmation to %(address)s may have been sent: we are not sure.")
            return Told(maybe % sent, _("Have it sent again, or correct the address."), False)
        case State.FAILED:
            failed = _("The confirmation could not be sent to %(address)s.")
            return Told(failed % sent, _("Correct the address below."), True)
        case State.HELD:
            held = _("The confirmation to %(address)s has not been sent yet: the shop looks at it.")
            return Told(held % sent, "", False)
    waiting = _("The confirmation to %(address)s is about to be sent.")
    return Told(waiting % sent, "", False)


def _not_sent(message: Message, address: str) -> Told:
    elsewhere = _(
        "The shop's own system sends the confirmation, so we do not see what became of it."
    )
    by_reason = {
        Reason.SHOPIFY_SENDS: Told(elsewhere, "", False),
        Reason.MODE_OFF: Told(_("The shop sends no confirmation by mail."), "", False),
        Reason.NO_ADDRESS: Told(
            _("No confirmation was sent: we have no e-mail address of yours."),
            _("Give us one below."),
            True,
        ),
        Reason.BAD_ADDRESS: Told(
            _("No confirmation was sent: no mail can reach %(address)s.") % {"address": address},
            _("Correct the address below."),
            True,
        ),
        Reason.SUPPRESSED: Told(
            _("No confirmation was sent: mails to %(address)s came back before, or were refused.")
            % {"address": address},
            _("Give us another address below."),
            True,
        ),
    }
    otherwise = Told(_("No confirmation was sent yet."), "", False)
    return by_reason.get(Reason(message.reason), otherwise) if message.reason else otherwise


def _moment(at: datetime | None) -> str:
    return formats.date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else ""
