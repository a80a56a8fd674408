"""One basket: what is in it, and all that happened to it, in order of time."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import pieces
from desk.baskets import wording
from messaging.basket_listing import Basket, baskets_of
from messaging.models import Message
from messaging.subjects import step_of
from orders.models import Checkout
from stores.admin_base import may
from stores.roles import Verb


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened."""

    at: datetime
    words: str
    link: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Goods:
    """A line of the basket."""

    title: str
    quantity: int


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Six queries beside who asks."""
    checkout = Checkout.objects.select_related("store").filter(pk=pk).first()
    if checkout is None:
        raise Http404
    if not may(request, Verb.VIEW_ORDERS):
        raise PermissionDenied
    (basket,) = baskets_of([checkout])
    title = _("Basket %(name)s") % {"name": checkout.name or checkout.token[:12]}
    context = {
        **admin.site.each_context(request),
        "title": title,
        "crumbs": [
            (_("Abandoned baskets"), reverse("admin:baskets_changelist")),
            (title, ""),
        ],
        "basket": basket,
        "badge": wording.badge(basket.standing(timezone.now())),
        "money": _money(checkout),
        "goods": [
            Goods(str(each.get("title", "")), int(each.get("quantity") or 1))
            for each in checkout.lines
        ],
        "events": _events(basket, may_see_mails=may(request, Verb.VIEW_MESSAGES)),
    }
    return TemplateResponse(request, "desk/baskets/one.html", context)


def _money(checkout: Checkout) -> SafeString:
    return pieces.money(checkout.subtotal_minor, checkout.currency, checkout.store.locale)


def _events(basket: Basket, *, may_see_mails: bool) -> list[Event]:
    """Latest first."""
    checkout, found = basket.checkout, []
    if checkout.started_at:
        found.append(Event(checkout.started_at, _("The basket was begun.")))
    is_over = checkout.completed_at or checkout.redacted_at
    if checkout.changed_at and checkout.changed_at != checkout.started_at and not is_over:
        found.append(Event(checkout.changed_at, _("The buyer changed something last.")))
    for message in basket.reminders:
        found += _of_mail(basket, message, may_see_mails=may_see_mails)
    if basket.answer:
        words = _("The buyer said why: %(why)s") % {"why": wording.answer(basket.answer)}
        found.append(Event(basket.answer.answered_at, words, quote=basket.answer.text))
    if basket.order and basket.order.placed_at:
        link = reverse("admin:orders_order_change", args=[basket.order.pk])
        words = _("It was bought: order %(name)s.") % {"name": basket.order.name}
        found.append(Event(basket.order.placed_at, words, link))
    elif checkout.completed_at:
        found.append(Event(checkout.completed_at, _("It was bought.")))
    if checkout.redacted_at:
        found.append(Event(checkout.redacted_at, _("The buyer's data was erased.")))
    return sorted(found, key=lambda each: each.at, reverse=True)


def _of_mail(basket: Basket, message: Message, *, may_see_mails: bool) -> list[Event]:
    step = {"n": step_of(message.about)}
    address = reverse("admin:messaging_message_change", args=[message.pk])
    link = address if may_see_mails else ""
    found = [Event(message.sent_at or message.changed_at, wording.reminder(message), link)]
    code = basket.codes.get(message.pk)
    if code and code.made_at:
        words = _("Discount code %(code)s was made for mail %(n)s.") % {**step, "code": code.code}
        found.append(Event(code.made_at, words))
    elif code and code.detail:
        words = _("No discount code for mail %(n)s yet.") % step
        found.append(Event(message.changed_at, words, quote=code.detail))
    if message.opened_by_person_at:
        found.append(Event(message.opened_by_person_at, _("Mail %(n)s was opened.") % step))
    if message.clicked_by_person_at:
        words = _("A link of mail %(n)s was followed.") % step
        found.append(Event(message.clicked_by_person_at, words))
    return found
