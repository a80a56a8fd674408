"""What the page offers its reader to do: everything that the parts of the page show, in words.

Nothing here depends on who looks, so that the page stays one page for everybody who has its link:
what only the buyer may see or do stands on pages of its own (deeds.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from messaging.models import Message
from orders.models import Order
from shipping.models import Parcel, Promise
from shipping.queries import parcels_by_order
from statuspage import faq, told
from statuspage.asking_words import PROBLEMS, Asked, asked_of
from statuspage.changing import Window, address_window, may_return, return_until
from statuspage.identity import can_be_proved
from statuspage.models import FaqEntry, PageSettings
from statuspage.page_settings import settings_of

# The deeds and pages beside the page, by the name the parts use for them.
_PAGES = {
    "who": "statuspage-who",
    "mine": "statuspage-mine",
    "again": "statuspage-again",
    "email": "statuspage-email",
    "problem": "statuspage-problem",
    "goods": "statuspage-return",
    "questions": "statuspage-questions",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Context `help` of the parts help.html, faq.html and rescue.html, and of the page's foot."""

    settings: PageSettings
    confirmation: told.Told
    rescue: str  # what happened to the address that seems wrong; "" where all is well
    questions: Sequence[FaqEntry]
    has_more_questions: bool  # than there is room for; all of them stand on a page of their own
    asked: Sequence[Asked]
    window: Window  # for another delivery address
    may_return: bool
    may_mail_again: bool
    may_correct: bool  # there is something by which the buyer can be known
    nonce: str  # one double click is one mail
    urls: dict[str, str]
    contact_email: str
    reasons: Sequence[tuple[str, object]]
    until: datetime | None  # when the clock alone makes it look otherwise


def help_of(
    order: Order,
    *,
    settings: PageSettings | None = None,
    parcels: Sequence[Parcel] | None = None,
    promise: Promise | None = None,
    now: datetime | None = None,
) -> Help:
    """Six queries, less one each for `settings` and `parcels` where they are at hand.

    Runs in the store's scope, time zone and language. `promise` is the current one.
    """
    now = now or timezone.now()
    settings = settings or settings_of(order.store_id)
    if parcels is None:
        parcels = parcels_by_order([order.pk]).get(order.pk, [])
    window = address_window(order, settings, parcels=parcels, promise=promise, now=now)
    ends = (window.until, return_until(settings, parcels))
    message, case = told.confirmation_of(order), told.rescue_of(order)
    questions = faq.questions_for(order.store, [order.locale])
    shown = faq.with_room(questions)
    return Help(
        settings=settings,
        confirmation=told.told_of(order, message),
        rescue=told.rescue_in_words(case) if case else "",
        questions=shown,
        has_more_questions=len(shown) < len(questions),
        asked=asked_of(order),
        window=window,
        may_return=may_return(order, settings, parcels, now),
        may_mail_again=message is not None and bool(order.email.strip()) and case is None,
        may_correct=can_be_proved(order),
        nonce=nonce_of(message),
        urls={name: reverse(view, args=[order.token]) for name, view in _PAGES.items()},
        contact_email=settings.contact_email or order.store.email,
        reasons=PROBLEMS,
        until=min((at for at in ends if at and at > now), default=None),
    )


def nonce_of(message: Message | None) -> str:
    """Another one as soon as the confirmation was sent again, and the same until then."""
    return message.public_id.hex if message else ""
