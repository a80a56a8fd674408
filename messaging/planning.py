"""Whether a message is planned, held or not sent, decided once with its reason; and who goes first.

# Note [Fair service]
Messages go out by (lane, vtag). A lower lane always goes first. Within a lane `vtag` is a virtual
time in seconds: the later of now and the store's last place, plus a cost. So the first message of a
quiet store stands before the thousandth of a flash sale, and two flash sales take turns.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from messaging.addresses import mailable
from messaging.states import Lane, Mode, Reason, State, Teller
from orders.models import Checkout, Order
from orders.relays import relay_of
from stores.models import Store
from templates_app.data import NotificationKind as Kind

COST = 1.0  # virtual seconds between two messages of one store
TOO_OLD = timedelta(hours=24)
EXPIRY = timedelta(hours=24)

_LANES = {
    Kind.SHIPPING_CONFIRMATION: Lane.PARCEL,
    Kind.SHIPPING_UPDATE: Lane.PARCEL,
    Kind.OUT_FOR_DELIVERY: Lane.PARCEL,
    Kind.DELIVERED: Lane.PARCEL,
    Kind.DELAYED: Lane.PARCEL,
    Kind.NO_NEWS: Lane.PARCEL,
    Kind.READY_FOR_PICKUP: Lane.PARCEL,
    Kind.ABANDONED_CHECKOUT: Lane.MARKETING,
    Kind.REVIEW_REQUEST: Lane.MARKETING,
    Kind.THANK_YOU: Lane.MARKETING,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a person may be advertised to, and whether it is they who said no."""

    may_advertise: bool = True
    is_opted_out: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the decision depends on besides the order: all of it read beforehand."""

    store: Store
    mode: str
    is_suppressed: bool
    happened_at: datetime | None  # what the message is about; None: the order's placing
    now: datetime
    standing: Standing = Standing()
    kind: str = ""  # what it would say
    teller: str | None = None  # what the store said of the order's sales channel
    # What was said of this order alone goes before what the store says; "": nothing was.
    own_mode: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    state: State
    reason: Reason | None = None

    @property
    def code(self) -> str:
        return str(self.reason.value) if self.reason else ""


def lane_of(kind: str) -> Lane:
    return _LANES.get(Kind(kind), Lane.ORDER)


def is_marketing(kind: str) -> bool:
    """Whether it advertises, so that the person must have agreed to it."""
    return lane_of(kind) == Lane.MARKETING


def advertises(kind: str) -> bool:
    """Likewise, of what may be no kind."""
    return bool(kind) and is_marketing(kind)


def decide(bought: Order | Checkout, found: Circumstances) -> Verdict:
    """PLANNED; or NOT_SENT or HELD with the first reason that applies."""
    refusal = _refusal(bought, found)
    if refusal:
        return Verdict(State.NOT_SENT, refusal)
    doubt = _doubt(bought, found)
    if doubt:
        return Verdict(State.HELD, doubt)
    return Verdict(State.PLANNED)


def decide_aside(bought: Order | Checkout, found: Circumstances) -> Verdict:
    """What holds by any channel, where the e-mail address does not matter: PLANNED or HELD."""
    doubt = _doubt(bought, found)
    return Verdict(State.HELD, doubt) if doubt else Verdict(State.PLANNED)


def _refusal(bought: Order | Checkout, found: Circumstances) -> Reason | None:
    """Why nobody should be told; releasing it would not help."""
    sender = found.own_mode or found.teller or found.mode
    relay = relay_of(bought.email)
    is_marketplaces = relay is not None and relay.is_marketplace
    # See Note [Orders of a marketplace] in messaging/by_channel.py.
    is_told = relay is not None and relay.tells_buyers and found.teller is None
    by_rule = {
        Reason.REDACTED: bought.redacted_at is not None,
        Reason.RULE_OFF: found.own_mode in (Mode.OFF, Mode.SHOPIFY_SENDS),
        Reason.MODE_OFF: sender == Mode.OFF,
        Reason.SHOPIFY_SENDS: sender == Mode.SHOPIFY_SENDS,
        Reason.MARKETPLACE_ADDRESS: is_marketplaces and advertises(found.kind),
        Reason.MARKETPLACE_SENDS: is_told or sender == Teller.MARKETPLACE_SENDS,
        Reason.STORE_UNINSTALLED: found.store.state == Store.State.UNINSTALLED,
        Reason.NO_ADDRESS: not bought.email.strip(),
        Reason.BAD_ADDRESS: not mailable(bought.email),
        Reason.SUPPRESSED: found.is_suppressed,
        Reason.OPTED_OUT: found.standing.is_opted_out,
        Reason.NO_CONSENT: not found.standing.may_advertise,
    }
    return next((reason for reason, applies in by_rule.items() if applies), None)


def _doubt(bought: Order | Checkout, found: Circumstances) -> Reason | None:
    """Why a person should look first."""
    begun_at = bought.placed_at if isinstance(bought, Order) else bought.started_at
    placed_at = begun_at or found.now
    sends_from_at = found.store.sends_from_at
    if sends_from_at and placed_at < sends_from_at:
        return Reason.BACKFILL
    if found.now - (found.happened_at or placed_at) > TOO_OLD:
        return Reason.TOO_OLD
    if found.store.state == Store.State.PAUSED:
        return Reason.STORE_PAUSED
    return None
