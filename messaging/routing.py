"""By which channel a message goes: the first of the store's that can reach the buyer.

# Note [Who may get a text]
E-mail about an order is part of the sale. A text message is not, so it needs a word: the buyer's
last one in the ledger of consents; where there is none, a telephone number that came with the order
counts if the store says that it does (it tells its buyers so at the checkout). Advertising by text
needs the word itself. A notice goes to devices that asked for news of this one order, so never one
that advertises.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from messaging import devices, phones, planning, queries
from messaging.models import Consent, DeliveryMode
from messaging.planning import Verdict
from messaging.states import Channel, Lane, Purpose, Reason, State
from orders.models import Order

# What is said of the buyer's e-mail address, and not of the message: another channel may do.
OF_THE_ADDRESS: Final = (
    Reason.NO_ADDRESS,
    Reason.BAD_ADDRESS,
    Reason.SUPPRESSED,
    Reason.OPTED_OUT,
    Reason.NO_CONSENT,
)


@dataclass(frozen=True, slots=True)
class Ways:
    """What a store says of one kind: channels in order, and what counts as agreement."""

    channels: tuple[str, ...] = (Channel.EMAIL.value,)
    takes_phone_as_consent: bool = False

    def after(self, channel: str) -> tuple[str, ...]:
        """Those to try when this one did not reach the buyer; none if it is not among them."""
        if channel not in self.channels:
            return ()
        return self.channels[self.channels.index(channel) + 1 :]


def ways_of(mode: DeliveryMode) -> Ways:
    return Ways(tuple(mode.channels), mode.takes_phone_as_consent)


@dataclass(frozen=True, slots=True)
class Route:
    """Where the message goes, or why it does not; and what was passed over before."""

    channel: str
    recipient: str
    verdict: Verdict
    passed_over: tuple[tuple[str, str], ...] = ()


def route(
    order: Order, kind: str, *, ways: Ways, by_mail: Verdict, otherwise: Callable[[], Verdict]
) -> Route:
    """The first channel that can reach the buyer; if none can, the first with its reason.

    `by_mail` is what was decided for e-mail; `otherwise` says what holds for any other channel. No
    query for e-mail, at most two for each other channel that is looked at.
    """
    mail = Route(Channel.EMAIL, order.email.strip()[:320], by_mail)
    if by_mail.state == State.NOT_SENT and by_mail.reason not in OF_THE_ADDRESS:
        return mail
    return first_that_reaches(
        order, kind, ways=ways, among=ways.channels, mail=mail, otherwise=otherwise
    )


def first_that_reaches(
    order: Order,
    kind: str,
    *,
    ways: Ways,
    among: Sequence[str],
    mail: Route,
    otherwise: Callable[[], Verdict],
) -> Route:
    passed: list[tuple[str, Route]] = []
    for channel in among:
        found = mail if channel == Channel.EMAIL else _aside(order, kind, channel, ways, otherwise)
        if found.verdict.state != State.NOT_SENT:
            before = tuple((name, one.verdict.code) for name, one in passed)
            return Route(found.channel, found.recipient, found.verdict, before)
        passed.append((channel, found))
    first, *others = passed
    reasons = tuple((name, one.verdict.code) for name, one in others)
    return Route(first[1].channel, first[1].recipient, first[1].verdict, reasons)


def _aside(
    order: Order, kind: str, channel: str, ways: Ways, otherwise: Callable[[], Verdict]
) -> Route:
    """By text or notice."""
    if channel == Channel.PUSH:
        refusal = _no_notice(order, kind)
        recipient = notice_to(order)
    else:
        recipient = number_of(order)
        refusal = _no_text(order, kind, recipient, ways)
    verdict = Verdict(State.NOT_SENT, refusal) if refusal else otherwise()
    return Route(channel, recipient, verdict)


def notice_to(order: Order) -> str:
    """What stands for an address of the order's devices."""
    return f"push {order.name}".strip()[:320]


def number_of(order: Order) -> str:
    """The order's telephone number as it is dialled; "" if it has none that could be."""
    address = order.shipping_address or order.billing_address or {}
    country = str(address.get("country_code") or order.store.country or "")
    for number in (order.phone, str(address.get("phone") or "")):
        if found := phones.as_dialled(number, country):
            return found
    return ""


def _no_text(order: Order, kind: str, number: str, ways: Ways) -> Reason | None:
    """See Note [Who may get a text]."""
    if not number:
        address = order.shipping_address or order.billing_address or {}
        is_given = bool(order.phone.strip() or str(address.get("phone") or "").strip())
        return Reason.BAD_PHONE if is_given else Reason.NO_PHONE
    if queries.is_suppressed(store_id=order.store_id, address=number, channel=Channel.SMS):
        return Reason.SUPPRESSED
    is_marketing = planning.lane_of(kind) == Lane.MARKETING
    purpose = Purpose.MARKETING if is_marketing else Purpose.ORDERS
    rows = Consent.objects.filter(store_id=order.store_id)
    word = rows.last_word(channel=Channel.SMS, address=number, purpose=purpose).first()
    if word is not None:
        return None if word.is_given else Reason.OPTED_OUT if is_marketing else Reason.NO_CONSENT
    is_agreed = ways.takes_phone_as_consent and not is_marketing
    return None if is_agreed else Reason.NO_CONSENT


def _no_notice(order: Order, kind: str) -> Reason | None:
    if planning.lane_of(kind) == Lane.MARKETING:
        return Reason.NO_CONSENT
    return None if devices.has_device(order) else Reason.NO_DEVICE
