"""How baskets are spoken of on the staff's pages."""

from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import pieces
from messaging.basket_listing import Basket, Standing
from messaging.basket_rules import Why
from messaging.models import BasketAnswer, Message
from messaging.states import Reason, State
from messaging.subjects import step_of

_LOOKS: Final = {
    Standing.BEGUN: ("", "clock"),
    Standing.LEFT: ("warn", "alert"),
    Standing.REMINDED: ("hold", "mail"),
    Standing.BOUGHT: ("good", "check"),
    Standing.BOUGHT_AFTER: ("good", "check"),
    Standing.ERASED: ("", "x"),
}


def badge(standing: Standing) -> SafeString:
    tone, symbol = _LOOKS[standing]
    return pieces.state(standing.label, tone=tone, symbol=symbol)


def reminders(basket: Basket) -> str:
    """`1 of 2 sent`-like: each mail with how it stands."""
    return ", ".join(reminder(each) for each in basket.reminders)


def reminder(message: Message) -> str:
    """`Mail 2: not sent, the order was placed in the meantime`."""
    said = {"n": step_of(message.about), "state": str(State(message.state).label).lower()}
    if message.reason:
        said["why"] = str(Reason(message.reason).label)
        return _("Mail %(n)s: %(state)s, %(why)s") % said
    return _("Mail %(n)s: %(state)s") % said


def answer(row: BasketAnswer) -> str:
    if row.own_words:
        return row.own_words
    return str(Why(row.reason).label) if row.reason in Why.values else row.reason
