"""The mail that tells a buyer what became of what they asked for."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from common.errors import DomainError
from messaging.letters import About, Letter, write_letter
from messaging.models import Message
from orders.models import Order
from statuspage.models import BuyerRequest, RequestKind, RequestState


def foot_of(order: Order) -> str:
    """The last line of each letter."""
    name = {"name": order.store.name, "order": order.name}
    return _("%(name)s writes to you about order %(order)s.") % name


def mail_answer(
    *, order: Order, request: BuyerRequest, actor: str, now: datetime
) -> Message | None:
    """Once for each request, in the active language; None where no mail can reach the buyer."""
    is_done = request.state == RequestState.DONE
    name = {"order": order.name, "name": order.store.name}
    first = {
        (RequestKind.ADDRESS, True): _("Order %(order)s goes to your new address."),
        (RequestKind.ADDRESS, False): _("We cannot send order %(order)s to another address."),
        (RequestKind.PROBLEM, True): _("You told us of a problem with order %(order)s."),
        (RequestKind.PROBLEM, False): _("You told us of a problem with order %(order)s."),
        (RequestKind.RETURN, True): _("You can send back what you asked for of order %(order)s."),
        (RequestKind.RETURN, False): _(
            "We cannot take back what you asked for of order %(order)s."
        ),
    }[RequestKind(request.kind), is_done]
    page = f"{settings.NOTIFYHUB_BASE_URL}/s/{order.token}"
    letter = Letter(
        about=About.ANSWER,
        ref=str(request.pk),
        subject=_("%(name)s has answered: order %(order)s") % name,
        foot=foot_of(order),
        paragraphs=tuple(part for part in (first % name, request.answer) if part),
        link=(_("See the order"), page),
    )
    try:
        return write_letter(order=order, letter=letter, recipient=order.email, actor=actor, now=now)
    except DomainError:
        return None  # the page says it, too
