"""Six digits mailed to an address: whoever types them in reads the mail there.

# Note [A code cannot be guessed, nor mailed in heaps]
A code lives for ten minutes and bears five tries, counted before it is looked at. An order has five
codes a day; an address three an hour and ten mails a day, from all stores together. What is kept
is a keyed digest with a nonce of the row's own: who reads the table cannot try a million codes.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.errors import DomainError
from messaging import queries
from messaging.addresses import mailable
from messaging.letters import About, Letter, write_letter
from messaging.limits import DAY, HOUR, SentTooOften
from messaging.services import CannotBeWrittenTo
from orders.models import Order
from statuspage.answering import foot_of
from statuspage.models import BuyerCode, CodePurpose
from stores.scope import every_store

LIVES: Final = timedelta(minutes=10)
TRIES: Final = 5
PER_ORDER: Final = 5  # a day
PER_RECIPIENT: Final = 3  # an hour, from all stores
_SAME_CLICK: Final = timedelta(seconds=30)


class SameAddress(DomainError):
    """The address is the order's already."""

    code = "same-address"


class WrongCode(DomainError):
    """These are not the digits; or there are no tries left, or the ten minutes are over."""

    code = "wrong-code"

    def __init__(self, why: str, *, is_over: bool = False) -> None:
        super().__init__(why)
        self.is_over = is_over


@transaction.atomic
def send_code(*, order: Order, address: str, actor: str, now: datetime) -> BuyerCode:
    """Mail a code to the address, in the active language; the same row for a double click.

    Raises CannotBeWrittenTo, SameAddress or SentTooOften. Earlier codes of the order are over.
    """
    wanted = mailable(address.strip()).lower()
    if not wanted:
        raise CannotBeWrittenTo(_("No mail can reach this address. Is there a typing error?"))
    order = Order.objects.select_for_update(of=("self",)).select_related("store").get(pk=order.pk)
    if order.email.strip().lower() == wanted:
        raise SameAddress(_("This is the address we have. Have the mail sent again instead."))
    rows = BuyerCode.objects.filter(order=order, purpose=CodePurpose.EMAIL)
    fresh = rows.filter(recipient=wanted, made_at__gt=now - _SAME_CLICK, used_at=None).first()
    if fresh is not None:
        return fresh
    if queries.is_suppressed(store_id=order.store_id, address=wanted):
        raise CannotBeWrittenTo(_("Mails to this address came back before: give another one."))
    _check_share(order, wanted, now)
    rows.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    digits, nonce = f"{secrets.randbelow(10**6):06d}", secrets.token_bytes(16)
    row = BuyerCode.objects.create(
        store_id=order.store_id,
        order=order,
        purpose=CodePurpose.EMAIL,
        recipient=wanted,
        digest=_digest(digits, nonce),
        nonce=nonce,
        tries_left=TRIES,
        made_at=now,
        expires_at=now + LIVES,
    )
    write_letter(
        order=order, letter=_letter(order, row, digits), recipient=wanted, actor=actor, now=now
    )
    return row


def open_code(order: Order, now: datetime) -> BuyerCode | None:
    """The code that the order's page waits for. One query."""
    rows = BuyerCode.objects.filter(order=order, purpose=CodePurpose.EMAIL)
    return rows.filter(used_at=None, expires_at__gt=now).order_by("-made_at").first()


def check_code(*, order: Order, said: str, now: datetime) -> BuyerCode:
    """The row whose digits these are; it is not used up yet. Raises WrongCode.

    A try is spent before the digits are looked at, and committed whatever the caller does: call it
    outside of a transaction.
    """
    rows = BuyerCode.objects.filter(order=order, purpose=CodePurpose.EMAIL)
    row = rows.order_by("-made_at", "-id").first()
    if row is None:
        raise WrongCode(_("There is no code to type in: ask for one."), is_over=True)
    living = rows.filter(pk=row.pk, expires_at__gt=now, tries_left__gt=0)
    if not living.update(tries_left=F("tries_left") - 1):
        raise WrongCode(_("This code no longer counts: ask for a new one."), is_over=True)
    digits = "".join(sign for sign in said[:40] if sign.isdecimal() and sign.isascii())
    if hmac.compare_digest(bytes(row.digest), _digest(digits, bytes(row.nonce))):
        return row
    left = row.tries_left - 1
    if left <= 0:
        raise WrongCode(_("That was not the code, five times: ask for a new one."), is_over=True)
    words = ngettext(
        "That is not the code. You have %(n)s try left.",
        "That is not the code. You have %(n)s tries left.",
        left,
    )
    raise WrongCode(words % {"n": left})


def _check_share(order: Order, address: str, now: datetime) -> None:
    of_order = BuyerCode.objects.filter(order=order, made_at__gt=now - DAY)
    times = list(of_order.order_by("-made_at").values_list("made_at", flat=True)[:PER_ORDER])
    if len(times) == PER_ORDER:
        raise SentTooOften(_("An order has at most five codes a day."), times[-1] + DAY)
    with every_store(because="nobody may be flooded through several stores"):
        to_it = BuyerCode.objects.filter(recipient=address, made_at__gt=now - HOUR)
        times = list(to_it.order_by("-made_at").values_list("made_at", flat=True)[:PER_RECIPIENT])
    if len(times) == PER_RECIPIENT:
        raise SentTooOften(_("An address has at most three codes an hour."), times[-1] + HOUR)


def _letter(order: Order, row: BuyerCode, digits: str) -> Letter:
    name = {"name": order.store.name, "order": order.name}
    return Letter(
        about=About.CODE,
        ref=str(row.pk),
        # Not in the subject: previews on locked screens show that.
        subject=_("Your code for order %(order)s at %(name)s") % name,
        foot=foot_of(order),
        paragraphs=(
            _(
                "Somebody wants the mails about order %(order)s at %(name)s to come here. If"
                " that is you, type this code in on the page of the order:"
            )
            % name,
            _(
                "It counts for ten minutes. If it was not you, do nothing: without the code nothing"
                " changes."
            ),
        ),
        code=digits,
        lives=LIVES,
    )


def _digest(digits: str, nonce: bytes) -> bytes:
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, b"statuspage.code:" + nonce + digits.encode(), "sha256")


def forget_codes(*, now: datetime) -> int:
    """Codes older than the limits look back; how many. One statement."""
    return BuyerCode.objects.filter(made_at__lt=now - 2 * DAY).delete()[0]
