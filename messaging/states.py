"""The codes a message's row can say: its state, why, on which channel and lane."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a message stands. `messaging/words.py` says it in a sentence, with its reason."""

    PLANNED = "PLANNED", _("Waits to be sent")
    CLAIMED = "CLAIMED", _("Being sent")
    TRANSMITTING = "TRANSMITTING", _("Being handed over")
    SENT = "SENT", _("Handed over")
    FAILED = "FAILED", _("Could not be sent")
    UNKNOWN = "UNKNOWN", _("May have been sent")
    HELD = "HELD", _("Held: waits for a person")
    NOT_SENT = "NOT_SENT", _("Not sent")


class Reason(TextChoices):
    """Why a message is not sent, held, delayed, failed or unknown."""

    # not sent
    MODE_OFF = "MODE_OFF", _("the store has switched this mail off")
    SHOPIFY_SENDS = "SHOPIFY_SENDS", _("Shopify sends this one")
    MARKETPLACE_SENDS = "MARKETPLACE_SENDS", _("the marketplace tells its buyers itself")
    MARKETPLACE_ADDRESS = (
        "MARKETPLACE_ADDRESS",
        _("the address is a marketplace's, which forbids advertising"),
    )
    SUPPRESSED = "SUPPRESSED", _("the address is on the store's list of addresses not to write to")
    NO_ADDRESS = "NO_ADDRESS", _("the order has no e-mail address")
    BAD_ADDRESS = "BAD_ADDRESS", _("the order's e-mail address cannot exist")
    STORE_UNINSTALLED = "STORE_UNINSTALLED", _("the store is disconnected")
    REDACTED = "REDACTED", _("the buyer's data was erased")
    CANCELLED = "CANCELLED", _("a person cancelled it")
    OPTED_OUT = "OPTED_OUT", _("the buyer wants no marketing")
    NO_CONSENT = "NO_CONSENT", _("the buyer has not agreed to be written to this way")
    NO_PHONE = "NO_PHONE", _("the order has no telephone number")
    BAD_PHONE = "BAD_PHONE", _("the order's telephone number cannot exist")
    NO_DEVICE = "NO_DEVICE", _("no device of the buyer takes notices any more")
    OVERTAKEN = "OVERTAKEN", _("the order was placed in the meantime")
    OTHER_ADDRESS = "OTHER_ADDRESS", _("the buyer gave another address in the meantime")
    OFTEN_ENOUGH = "OFTEN_ENOUGH", _("the buyer was advertised to as often as the store allows")
    NOT_REMINDED = "NOT_REMINDED", _("the store does not remind of such a basket")
    RULE_OFF = "RULE_OFF", _("a rule of the store decided so for this order")
    # held
    STORE_PAUSED = "STORE_PAUSED", _("the store is paused")
    BACKFILL = "BACKFILL", _("the order was placed before the store began to send from here")
    TOO_OLD = "TOO_OLD", _("the order is older than a day")
    TOO_LATE = "TOO_LATE", _("it could not go out within a day")
    NO_WORDS = "NO_WORDS", _("there is no published template for it")
    HALTED = "HALTED", _("a person stopped these messages")
    NO_CODE = "NO_CODE", _("its discount code could not be made")
    # delayed
    SERVER_BUSY = "SERVER_BUSY", _("the mail server asked us to come again later")
    SERVER_AWAY = "SERVER_AWAY", _("the mail server does not answer")
    MAILBOX_BUSY = "MAILBOX_BUSY", _("the mailbox cannot take it now")
    LOGIN_REFUSED = "LOGIN_REFUSED", _("the mail server refused the login")
    STUMBLED = "STUMBLED", _("something went wrong on our side")
    RATE_REACHED = "RATE_REACHED", _("the sender has sent as much as it may for now")
    QUIET_HOURS = "QUIET_HOURS", _("it is night where the buyer lives")
    CODE_COMES = "CODE_COMES", _("its discount code is being made")
    # failed
    NO_SUCH_ADDRESS = "NO_SUCH_ADDRESS", _("no such address")
    REFUSED = "REFUSED", _("the mail server refused it")
    WORDS_BROKEN = "WORDS_BROKEN", _("the template could not be rendered")
    CRASHED = "CRASHED", _("it crashed the renderer three times")
    EXPIRED = "EXPIRED", _("the mail server did not take it for a day")
    # unknown
    CONNECTION_LOST = "CONNECTION_LOST", _("the connection was lost before the server confirmed")
    WORKER_LOST = "WORKER_LOST", _("our worker stopped before the server confirmed")


class Arrival(TextChoices):
    """What became of a message after it was handed over; its times stand on the message."""

    DELIVERED = "DELIVERED", _("Delivered")
    OPENED = "OPENED", _("Opened")
    CLICKED = "CLICKED", _("A link in it was followed")
    BY_MACHINE = "BY_MACHINE", _("Opened by a machine, not counted")
    DELAYED = "DELAYED", _("Delayed")
    BOUNCED = "BOUNCED", _("Came back")
    COMPLAINED = "COMPLAINED", _("Marked as spam")


class Channel(TextChoices):
    EMAIL = "EMAIL", _("e-mail")
    SMS = "SMS", _("text message")
    PUSH = "PUSH", _("notice on a device")


class Lane(IntegerChoices):
    """Who goes first: a lower lane always does."""

    ORDER = 0, _("orders and refunds")
    PARCEL = 1, _("parcels, status, and what staff send")
    MARKETING = 2, _("checkouts left and marketing")
    BACKFILL = 3, _("back-fill")


class Transport(TextChoices):
    CAPTURE = "CAPTURE", _("Keep here: nothing leaves")
    SMTP = "SMTP", _("Mail server (SMTP)")
    ESP = "ESP", _("Mail service")
    SMS = "SMS", _("Text messages (Twilio or alike)")
    PUSH = "PUSH", _("Notices on devices")


class Security(TextChoices):
    NONE = "NONE", _("None")
    STARTTLS = "STARTTLS", _("STARTTLS")
    TLS = "TLS", _("TLS")


class Outcome(TextChoices):
    """How one attempt to hand a message over ended."""

    ACCEPTED = "ACCEPTED", _("Accepted")
    DELAYED = "DELAYED", _("Asked to come again")
    REFUSED = "REFUSED", _("Refused")
    UNKNOWN = "UNKNOWN", _("Not known")


class SuppressionCause(TextChoices):
    HARD_BOUNCE = "HARD_BOUNCE", _("No such address")
    COMPLAINT = "COMPLAINT", _("Marked as spam")
    STAFF = "STAFF", _("Entered by a person")
    OPT_OUT = "OPT_OUT", _("Wants no marketing")
    STOP = "STOP", _("Answered STOP")


class Purpose(TextChoices):
    """What a person may be written to about, by one channel."""

    MARKETING = "MARKETING", _("Offers and reminders")
    ORDERS = "ORDERS", _("News about their orders")
    TRACKING = "TRACKING", _("Seeing whether they open and click")


class Ground(TextChoices):
    """How we know that a person agreed, or did not."""

    SHOPIFY = "SHOPIFY", _("The shop")
    BUYER = "BUYER", _("The buyer, on a page of ours")
    ONE_CLICK = "ONE_CLICK", _("The buyer's mail program")
    ANSWER = "ANSWER", _("The buyer's answer")
    STAFF = "STAFF", _("A person of the store")


class Native(TextChoices):
    """What Shopify itself sends of a kind. No API tells; a person looked there."""

    UNKNOWN = "UNKNOWN", _("Nobody has looked")
    LIVE = "LIVE", _("Its own mail goes out")
    SHORT = "SHORT", _("A short thank-you goes out")
    EXPORT = "EXPORT", _("Our exported template goes out")
    OFF = "OFF", _("Nothing goes out")


class Mode(TextChoices):
    WE_SEND = "WE_SEND", _("We send")
    SHOPIFY_SENDS = "SHOPIFY_SENDS", _("Shopify sends")
    OFF = "OFF", _("Off")


class Teller(TextChoices):
    """Who tells the buyers of one sales channel."""

    WE_SEND = "WE_SEND", _("We send")
    SHOPIFY_SENDS = "SHOPIFY_SENDS", _("Shopify sends")
    MARKETPLACE_SENDS = "MARKETPLACE_SENDS", _("The marketplace sends")
    OFF = "OFF", _("Off")


# A person may cancel these, and a newer address of the order still reaches them.
NOT_STARTED = (State.PLANNED, State.HELD)
# Held by a worker under a lease.
IN_HAND = (State.CLAIMED, State.TRANSMITTING)
# Causes that stop every mail; an opt-out stops marketing alone.
STOPS_ALL = (
    SuppressionCause.HARD_BOUNCE,
    SuppressionCause.COMPLAINT,
    SuppressionCause.STAFF,
    SuppressionCause.STOP,
)
