"""Correct, then send again: one verb for the order's page, a message, a list and the API.

# Note [The first stays as it is]
What was sent is never edited: sending again plans another message, with `corrects` naming the one
before. Its `sequence` is above 0, which is the mark that keeps it out of the figures of tests; it
keeps the variant that the first had, and whether that one promoted something (promoting.py). One
that had not gone out yet is cancelled in the same transaction, so that nobody is told twice.
"""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from messaging import limits, number_correcting, queries, repeating, services
from messaging.addresses import mailable, one_line
from messaging.correction import OF_AN_ORDER, Correction, Scope, Words
from messaging.editing import NothingToSay, edited_wording, layout_of
from messaging.limits import NOTHING_AHEAD, Ahead
from messaging.models import Consent, Message, MessageBody, RescueCase, RescueState, Sender
from messaging.services import CannotBeWrittenTo
from messaging.states import IN_HAND, NOT_STARTED, Channel, Purpose
from orders import correcting as orders
from orders.models import Order
from stores.models import Store
from templates_app import queries as templates
from templates_app.data import NotificationKind
from templates_app.models import Wording


class BeingSent(DomainError):
    """A worker has it in hand this moment."""

    code = "message-being-sent"


class NonceUsed(DomainError):
    """The same nonce came with another wish."""

    code = "nonce-used"


def resend(*, correction: Correction, now: datetime) -> Message:
    """Plan one more message as the correction says; the same one again for the same nonce.

    Raises CannotBeWrittenTo, SentTooOften, BeingSent, NothingToSay, WordsNotKept, NonceUsed, and
    for edits BlockLocked, BlockRefused, TemplateRefused. See Note [The first stays as it is].
    """
    said = _said_with(correction)
    if said is not None:
        return said
    # Edited words are tried in a bounded child first: no lock is held meanwhile.
    wording = _wording(correction, now)
    try:
        return _resend(correction, wording, now)
    except IntegrityError:
        said = _said_with(correction)  # the same click, on another connection
        if said is None:
            raise
        return said


def check(*, correction: Correction, now: datetime, ahead: Ahead = NOTHING_AHEAD) -> str:
    """The address it would go to; raises what `resend` would, but for what is wrong with edits.

    `ahead`: what else is about to be sent. About eight queries.
    """
    order, original = correction.order, correction.original
    if order.redacted_at is not None:
        raise CannotBeWrittenTo(_("The buyer's data was erased: nobody can be written to."))
    if order.is_stub:
        raise CannotBeWrittenTo(_("Shopify has not told us of this order itself yet."))
    if order.store.state == Store.State.UNINSTALLED:
        raise CannotBeWrittenTo(_("The store is disconnected: nothing is sent for it."))
    if original is not None and original.state in IN_HAND:
        raise BeingSent(_("It is being sent this moment. Look again in a few seconds."))
    address = _reachable(correction)
    _check_words(correction)
    limits.check_share(
        order_id=order.pk, recipient=address, actor=correction.actor, now=now, ahead=ahead
    )
    return address


def channels_of(store: Store) -> list[Channel]:
    """By which channels the store can speak: e-mail always, others with a sender of theirs."""
    rows = Sender.objects.filter(store=store, is_active=True).exclude(channel=Channel.EMAIL)
    found = set(rows.values_list("channel", flat=True))
    return [channel for channel in Channel if channel == Channel.EMAIL or channel in found]


def kinds_of(store: Store) -> list[NotificationKind]:
    """What the store has words for, and can say about an order. One query."""
    return [kind for kind in templates.kinds_published(store=store) if kind in OF_AN_ORDER]


@transaction.atomic
def _resend(correction: Correction, wording: Wording | None, now: datetime) -> Message:
    rows = Order.objects.select_for_update(of=("self",)).select_related("store")
    order = rows.get(pk=correction.order.pk)
    original = correction.original and Message.objects.get(pk=correction.original.pk)
    correction = replace(correction, order=order, original=original)
    said = _said_with(correction)
    if said is not None:
        return said
    limits.wait_turn(recipient=correction.address, actor=correction.actor)
    address = check(correction=correction, now=now)
    _correct_order(correction, address, now)
    _cancel_waiting(correction, now)
    message = _new_message(correction, address, wording, now)
    services.plan_one_more(message, now)
    _close_case(correction, message, now)
    if correction.words == Words.AS_SENT:
        repeating.keep_repeated(message, _kept_words(correction), now=now)
    return message


def _new_message(
    correction: Correction, address: str, wording: Wording | None, now: datetime
) -> Message:
    original = correction.original
    message = services.new_message(correction.order, correction.kind, now)
    message.recipient, message.channel = address, correction.channel
    message.because, message.actor = one_line(correction.because), correction.actor[:254]
    message.nonce, message.wording = correction.kept_nonce, wording
    if original is None:
        return message
    message.corrects, message.about = original, original.about
    message.variant_id = None if wording else original.variant_id
    if original.recipient == address:
        message.recipient_name = original.recipient_name
    if correction.words == Words.AS_SENT:
        message.is_verbatim, message.subject = True, original.subject
        message.locale, message.revision_id = original.locale, original.revision_id
        message.variant_id, message.wording_id = original.variant_id, original.wording_id
        message.tracked_as = repeating.tracked_as(message, original)
    return message


def _correct_order(correction: Correction, address: str, now: datetime) -> None:
    order = correction.order
    if correction.scope == Scope.MESSAGE or correction.channel == Channel.PUSH:
        return
    if correction.channel == Channel.SMS:
        number_correcting.correct_number(
            order=order,
            phone=address,
            actor=correction.actor,
            because=correction.because,
            now=now,
            is_customers=correction.scope == Scope.CUSTOMER,
        )
        return
    is_new = orders.correct_email(
        order=order,
        email=address,
        actor=correction.actor,
        because=one_line(correction.because),
        now=now,
        is_customers=correction.scope == Scope.CUSTOMER,
    )
    if is_new:
        but = correction.original.pk if correction.original else None
        services.readdress_waiting(order=order, now=now, but=but)


def _close_case(correction: Correction, message: Message, now: datetime) -> None:
    """Who corrects the address by hand has mended what the rescue queue asks for."""
    original = correction.original
    if original is None or correction.scope == Scope.MESSAGE:
        return
    cases = RescueCase.objects.open().filter(order=correction.order, address=original.recipient)
    if original.recipient != message.recipient:
        cases.update(
            state=RescueState.MENDED,
            closed_at=now,
            closed_by=correction.actor[:254],
            correction=message,
        )


def _cancel_waiting(correction: Correction, now: datetime) -> None:
    """What would say the same is said by the new message instead."""
    about = correction.original.about if correction.original else ""
    waiting = Message.objects.filter(
        order=correction.order, kind=correction.kind, about=about, channel=correction.channel
    ).filter(state__in=NOT_STARTED)
    for message in waiting.order_by("pk"):
        services.cancel_message(message=message, actor=correction.actor, now=now)


def _reachable(correction: Correction) -> str:
    address = correction.address
    if correction.channel not in channels_of(correction.order.store):
        raise CannotBeWrittenTo(_("The store has no sender for this channel: add one first."))
    if correction.channel == Channel.EMAIL and not address:
        raise CannotBeWrittenTo(_("The order has no e-mail address: enter one."))
    if correction.channel == Channel.EMAIL and not mailable(address):
        raise CannotBeWrittenTo(_("Mail cannot reach this address: it is not spelled as one."))
    if not address and correction.channel == Channel.PUSH:
        raise CannotBeWrittenTo(_("No device of the buyer takes notices of this order."))
    if not address:
        raise CannotBeWrittenTo(_("There is no telephone number that takes messages: enter one."))
    store_id, channel = correction.order.store_id, Channel(correction.channel)
    if queries.is_suppressed(store_id=store_id, address=address, channel=channel):
        raise CannotBeWrittenTo(_("This address is on the list of addresses not to write to."))
    words = Consent.objects.filter(store_id=store_id)
    word = words.last_word(channel=channel, address=address, purpose=Purpose.ORDERS).first()
    if channel == Channel.SMS and word is not None and not word.is_given:
        raise CannotBeWrittenTo(_("The buyer does not want to be written to this way."))
    return address


def _check_words(correction: Correction) -> None:
    if correction.words == Words.AS_SENT:
        if correction.edits or correction.channel != Channel.EMAIL:
            raise NothingToSay(
                _("As first sent means letter by letter: to change it, write it anew.")
            )
        _kept_words(correction)
        return
    kind = NotificationKind(correction.kind)
    if templates.current_revision(store=correction.order.store, kind=kind) is None:
        raise NothingToSay(_("There is no published template for this kind of message."))


def _kept_words(correction: Correction) -> MessageBody:
    original = correction.original
    if original is None or original.kind != correction.kind:
        raise repeating.WordsNotKept(_("Nothing of this kind was sent before: write it anew."))
    return repeating.kept_words(original)


def _wording(correction: Correction, now: datetime) -> Wording | None:
    """Words for this message alone: those edited now, else those edited for the one before."""
    original = correction.original
    if correction.words == Words.AS_SENT:
        return None
    if not correction.edits:
        return original.wording if original and original.kind == correction.kind else None
    layout = layout_of(order=correction.order, kind=correction.kind, original=original)
    return edited_wording(layout, correction.edits, now=now)


def _said_with(correction: Correction) -> Message | None:
    """What this very click sent before. Raises NonceUsed if the click was for something else."""
    if not correction.nonce:
        return None
    rows = Message.objects.filter(store_id=correction.order.store_id, nonce=correction.kept_nonce)
    said = rows.select_related("order", "corrects").first()
    if said is None:
        return None
    if (said.order_id, said.kind) != (correction.order.pk, correction.kind):
        raise NonceUsed(_("This was sent already, for something else. Open the page anew."))
    return said
