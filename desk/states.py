"""How states look: tone and symbol of each, beside the words that the rooms give them."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common import pieces
from messaging import words
from messaging.models import Message
from messaging.states import Arrival, Reason, State
from orders.models import Order
from orders.stages import Step

LOOKS: Final = {
    State.PLANNED: ("", "clock"),
    State.CLAIMED: ("", "clock"),
    State.TRANSMITTING: ("", "send"),
    State.SENT: ("", "check"),
    State.FAILED: ("bad", "fail"),
    State.UNKNOWN: ("unk", "unknown"),
    State.HELD: ("hold", "pause"),
    State.NOT_SENT: ("", "x"),
}
ARRIVALS: Final = {
    Arrival.DELIVERED: "check",
    Arrival.OPENED: "eye",
    Arrival.CLICKED: "eye",
    Arrival.BY_MACHINE: "robot",
    Arrival.DELAYED: "clock",
    Arrival.BOUNCED: "bounce",
    Arrival.COMPLAINED: "shield",
}
# messaging/words.py's tones, as classes of the stylesheet.
TONES: Final = {"held": "hold", "unknown": "unk", "mute": ""}
MONEY: Final = {
    "PAID": ("good", "check", _("Paid")),
    "PENDING": ("hold", "clock", _("Payment pending")),
    "AUTHORIZED": ("hold", "lock", _("Authorised, not captured")),
    "PARTIALLY_PAID": ("warn", "card", _("Paid in part")),
    "PARTIALLY_REFUNDED": ("", "card", _("Refunded in part")),
    "REFUNDED": ("", "card", _("Refunded")),
    "VOIDED": ("", "x", _("Voided")),
}
GOODS: Final = {
    "": ("", "box", _("Not sent off yet")),
    "FULFILLED": ("good", "truck", _("Sent off")),
    "PARTIAL": ("hold", "truck", _("Sent off in part")),
    "RESTOCKED": ("", "box", _("Taken back to stock")),
}


def of_message(message: Message) -> SafeString:
    """A badge for lists: the state alone, or what became of it since."""
    arrival = words.arrival_of(message)
    if arrival:
        tone, symbol = words.ARRIVAL_TONES[arrival], ARRIVALS[arrival]
        said = words.seen_in_words(message) if arrival in words.SEEN else arrival.label
        return pieces.state(said, tone=TONES.get(tone, tone), symbol=symbol)
    if message.reason == Reason.SHOPIFY_SENDS:
        return pieces.state(words.reason_in_words(message), symbol="bag")
    tone, symbol = LOOKS[State(message.state)]
    return pieces.state(message.get_state_display(), tone=tone, symbol=symbol)


def sentence_of_message(message: Message) -> SafeString:
    """State and reason in one sentence, as a badge that may wrap."""
    arrival = words.arrival_of(message)
    _tone, symbol = LOOKS[State(message.state)]
    if arrival:
        symbol = ARRIVALS[arrival]
    tone = words.tone(message)
    return pieces.state(words.sentence(message), tone=TONES.get(tone, tone), symbol=symbol)


def of_payment(order: Order) -> SafeString:
    return _of(MONEY, order.financial_state)


def of_goods(order: Order) -> SafeString:
    if order.cancelled_at:
        return pieces.state(_("Cancelled"), tone="bad", symbol="x")
    return _of(GOODS, order.fulfilment_state)


def _of(looks: Mapping[str, tuple[str, str, Any]], code: str) -> SafeString:
    """A word of Shopify's that we do not know yet is shown as it came."""
    tone, symbol, said = looks.get(code, ("", "", code.replace("_", " ").capitalize()))
    return pieces.state(said, tone=tone, symbol=symbol) if said else pieces.state(pieces.EMPTY)


STEPS: Final = {
    Step.UNPAID: ("warn", "card"),
    Step.PART_PAID: ("warn", "card"),
    Step.OWED: ("bad", "card"),
    Step.TO_PACK: ("hold", "box"),
    Step.PART_SENT: ("hold", "truck"),
    Step.ON_ITS_WAY: ("hold", "truck"),
    Step.TO_FETCH: ("hold", "box"),
    Step.STUCK: ("bad", "alert"),
    Step.COMING_BACK: ("warn", "truck"),
    Step.CAME_BACK: ("warn", "box"),
    Step.DELIVERED: ("good", "check"),
    Step.OVER: ("good", "check"),
    Step.QUIET: ("", "clock"),
    Step.REFUNDED: ("", "card"),
    Step.CLOSED: ("", "check"),
    Step.CANCELLED: ("bad", "x"),
}


def of_stage(order: Order) -> SafeString:
    """Where it stands, as a badge; whether it is put away comes first."""
    if order.step not in STEPS:
        return SafeString("")
    tone, symbol = STEPS[Step(order.step)]
    return pieces.state(Step(order.step).label, tone=tone, symbol=symbol)
