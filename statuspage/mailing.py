"""The buyer's own ways to the confirmation: once more, or to another address that was proved."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from messaging import correcting, services
from messaging.correction import Correction, Scope
from messaging.letters import About, Letter, write_letter
from messaging.models import Message, RescueCase, RescueCause, RescueState
from messaging.states import Channel
from orders import correcting as orders
from orders.models import Order
from statuspage.answering import foot_of
from statuspage.masking import masked_email
from statuspage.models import BuyerCode
from statuspage.page_settings import settings_of
from templates_app.data import NotificationKind


class Corrected(StrEnum):
    """What became of a new address."""

    SENT = "SENT"  # and the confirmation goes there
    KEPT = "KEPT"  # there is nothing that could be sent now
    BEFORE = "BEFORE"  # by the same code, a moment ago


def buyer_label(order: Order) -> str:
    """Who did it, on the timeline; no name, and nobody else's."""
    return f"Buyer of {order.name}"[:254]


def send_again(*, order: Order, nonce: str, now: datetime) -> Message:
    """The confirmation once more, to the address on file alone; a double click sends once.

    Raises what correcting.resend does: SentTooOften, CannotBeWrittenTo, NothingToSay, BeingSent.
    """
    wanted = Correction.of_order(
        order,
        NotificationKind.ORDER_CONFIRMATION,
        recipient=order.email,
        actor=buyer_label(order),
        because="Asked for on the status page",
        nonce=f"page:{order.pk}:{nonce[:64]}",
    )
    return correcting.resend(correction=wanted, now=now)


@transaction.atomic
def correct_by_code(*, code: BuyerCode, now: datetime) -> Corrected:
    """The address the code went to becomes the order's, and the confirmation goes there.

    A code counts once. What cannot be sent does not keep the address from being corrected.
    """
    rows = Order.objects.select_for_update(of=("self",)).select_related("store")
    order = rows.get(pk=code.order_id)
    unused = BuyerCode.objects.filter(pk=code.pk, used_at=None)
    if not unused.update(used_at=now):
        return Corrected.BEFORE
    old, new, actor = order.email.strip(), code.recipient, buyer_label(order)
    because = "The buyer proved it by a code"
    message = _sent_to(order, new, actor, because, code, now)
    if message is None:
        orders.correct_email(order=order, email=new, actor=actor, because=because, now=now)
        services.readdress_waiting(order=order, now=now)
    order.refresh_from_db(fields=["email", "shopify_email"])
    _close_cases(order, new, message, actor, now)
    _tell_old_address(order, old, new, code, now)
    return Corrected.SENT if message else Corrected.KEPT


def _sent_to(
    order: Order, address: str, actor: str, because: str, code: BuyerCode, now: datetime
) -> Message | None:
    wanted = Correction.of_order(
        order,
        NotificationKind.ORDER_CONFIRMATION,
        recipient=address,
        scope=Scope.ORDER,
        actor=actor,
        because=because,
        nonce=f"code:{code.pk}",
    )
    try:
        return correcting.resend(correction=wanted, now=now)
    except DomainError:
        return None


def _close_cases(
    order: Order, address: str, message: Message | None, actor: str, now: datetime
) -> None:
    """What the rescue queue asks for is mended, by whoever knows best."""
    cases = RescueCase.objects.open().filter(order=order, channel=Channel.EMAIL)
    cases.exclude(address=address).update(
        state=RescueState.MENDED, closed_at=now, closed_by=actor[:254], correction=message
    )


def _tell_old_address(order: Order, old: str, new: str, code: BuyerCode, now: datetime) -> None:
    """Whoever reads the old address learns of it, unless mail does not arrive there anyway."""
    if not old or not settings_of(order.store_id).tells_old_address:
        return
    gone = RescueCase.objects.filter(order=order, address=old, cause=RescueCause.BOUNCED)
    if gone.exists():
        return
    name = {"name": order.store.name, "order": order.name, "address": masked_email(new)}
    letter = Letter(
        about=About.MOVED,
        ref=str(code.pk),
        subject=_("Mails about order %(order)s go to another address now") % name,
        foot=foot_of(order),
        paragraphs=(
            _(
                "The mails about order %(order)s at %(name)s go to %(address)s from now on. It was"
                " changed on the page of the order."
            )
            % name,
            _("Was that not you? Answer this mail, and the shop looks at it."),
        ),
    )
    try:
        write_letter(order=order, letter=letter, recipient=old, actor=buyer_label(order), now=now)
    except DomainError:
        return  # it takes no mail, or had too many today
