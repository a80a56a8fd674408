"""Where buyers' data stands: every table, how their rows are found, and what erasing does to them.

The copy of a buyer's data is made from this list, and tests/house/test_buyers_data.py compares it
with all tables there are: one that is added stands here, or in NOBODYS with the reason.
"""

from dataclasses import dataclass
from typing import Final

DROPPED: Final = "Dropped"
EMPTIED: Final = "What names the buyer is written over; sums, times and states stay"
STAYS: Final = "Stays: it names nobody once the rows that it belongs to are emptied"


@dataclass(frozen=True, slots=True)
class Kept:
    """A table: its rows whose `column` is among the person's `whose` are theirs."""

    model: str
    finds: tuple[tuple[str, str], ...]  # (look-up of the table, attribute of gathering.Person)
    when_erased: str
    hidden: tuple[str, ...] = ()  # columns of our own working, and secrets of theirs


def _of(
    whose: str, column: str, when: str, models: str, hidden: tuple[str, ...] = ()
) -> list[Kept]:
    return [Kept(model, ((column, whose),), when, hidden) for model in models.split()]


ORDER: Final = (("order_id", "orders"),)
KEPT: Final[tuple[Kept, ...]] = (
    Kept("orders.Customer", (("pk", "customers"),), EMPTIED, ("rank",)),
    Kept("orders.Order", (("pk", "orders"),), EMPTIED, ("rank", "token")),
    *_of("orders", "order_id", EMPTIED, "orders.LineItem orders.Refund orders.Note"),
    *_of("orders", "order_id", STAYS, "orders.Fulfilment orders.OrderEdit"),
    *_of("orders", "order_id", DROPPED, "orders.OrderTag orders.TagWrite"),
    *_of("orders", "order_id", DROPPED, "orders.OrderWrite"),
    *_of("customers", "customer_id", DROPPED, "orders.CustomerTagWrite"),
    *_of("orders", "order_id", EMPTIED, "orders.StaffTask automations.RuleRun"),
    *_of("runs", "run_id", EMPTIED, "automations.RuleCall"),
    *_of("messages", "message_id", STAYS, "automations.RuleMessage messaging.MarketingMail"),
    *_of("messages", "message_id", STAYS, "messaging.BasketCode"),
    Kept(
        "messaging.BasketAnswer",
        (("checkout_id", "checkouts"), ("message_id", "messages")),
        EMPTIED,
    ),
    *_of("orders", "order_id", STAYS, "messaging.OrderMode intake.Find"),
    Kept("orders.Checkout", (("pk", "checkouts"),), EMPTIED, ("rank",)),
    Kept("orders.DraftOrder", (("pk", "drafts"),), EMPTIED, ("rank",)),
    Kept("orders.GiftCard", (("pk", "gift_cards"),), EMPTIED, ("rank",)),
    Kept(
        "orders.Activity",
        (*ORDER, ("message_id", "messages"), ("data__token", "tokens")),
        EMPTIED,
        ("xid", "key"),
    ),
    *_of("orders", "order_id", EMPTIED, "shipping.Parcel shipping.ParcelEvent"),
    *_of("orders", "order_id", EMPTIED, "shipping.Alarm shipping.Promise"),
    *_of("orders", "order_id", DROPPED, "shipping.ParcelImportRow"),
    *_of("parcels", "parcel_id", STAYS, "shipping.ParcelWriteBack"),
    *_of("numbers", "number_key", DROPPED, "shipping.EarlyNews"),
    Kept("messaging.Message", (("pk", "messages"),), EMPTIED, ("claim", "vtag", "nonce")),
    *_of("messages", "message_id", EMPTIED, "messaging.MessageBody messaging.Attempt"),
    *_of("messages", "message_id", STAYS, "messaging.PromoCode messaging.PromoMail"),
    *_of("units", "unit_hash", DROPPED, "messaging.Assignment"),
    *_of("addresses", "address", "What was agreed to is dropped; a no stays", "messaging.Consent"),
    *_of(
        "addresses", "address", "Stays: who is not to be written to is not", "messaging.Suppression"
    ),
    Kept(
        "messaging.PushSubscription", ORDER, DROPPED, ("p256dh", "auth", "server_key", "endpoint")
    ),
    Kept("messaging.RescueCase", (*ORDER, ("message_id", "messages")), EMPTIED),
    *_of("messages", "message_id", DROPPED, "tracking.Event tracking.Verdict"),
    *_of("messages", "message_id", STAYS, "tracking.Judgement"),
    *_of("message_names", "message_key", "Dropped after a month", "tracking.Report"),
    *_of("orders", "order_id", STAYS, "tracking.Attribution"),
    *_of("attributions", "attribution_id", STAYS, "tracking.AttributionEvent"),
    *_of("orders", "order_id", EMPTIED, "tracking.OrderSource"),
    *_of("orders", "order_id", DROPPED, "tracking.RefTag"),
    *_of("messages", "message_id", EMPTIED, "analytics.ExperimentUnit"),
    *_of("orders", "order_id", DROPPED, "statuspage.BuyerCode", ("digest", "nonce")),
    *_of("orders", "order_id", EMPTIED, "statuspage.BuyerRequest"),
    Kept("statuspage.Feedback", (*ORDER, ("message_id", "messages")), EMPTIED),
    *_of("addresses", "contact", "Emptied once answered, dropped after a day", "statuspage.LookUp"),
    *_of("orders", "order_id", DROPPED, "statuspage.PageCopy", ("body", "etag")),
    *_of(
        "orders", "order_id", "Dropped after a month; it holds ids and codes", "outbound.Delivery"
    ),
    *_of("deliveries", "delivery_id", "Dropped after a month", "outbound.DeliveryAttempt"),
    *_of("webhooks", "pk", EMPTIED, "intake.Webhook", ("body_hash", "event_key")),
    *_of("exports", "pk", DROPPED, "stores.DataExport", ("who", "claimed_until")),
)

FIGURES: Final = "Sums over many"
SETTINGS: Final = "Settings of the store or agency"
PEOPLE: Final = "Of staff and programs, not of buyers"
WORKING: Final = "How far our own work is"
_WHY: Final = (
    (
        FIGURES,
        "analytics.DailyStat analytics.Decision analytics.ExperimentRollup analytics.FlowHour",
        "analytics.HourlyStat analytics.Incident analytics.Look analytics.OrderDay",
        "analytics.ProductDay analytics.ProductName analytics.SourceDay analytics.StoreDay",
        "tracking.VerdictCount",
    ),
    (
        PEOPLE,
        "analytics.FigureMail analytics.FigureReport analytics.IncidentNotice outbound.Endpoint",
        "outbound.EndpointNotice stores.ApiKey stores.Membership stores.Change messaging.Batch",
        "orders.OrderBatch stores.Installation stores.Invitation fleet.AlertRule fleet.Alert",
        "stores.ShopErasure",
    ),
    (
        SETTINGS,
        "messaging.DeliveryMode messaging.DomainCheck messaging.Halt messaging.NativeMail",
        "messaging.PromoPool messaging.Sender messaging.SenderPulse orders.OrderSettings",
        "shipping.Calendar shipping.CalendarDay shipping.Carrier shipping.CollectionProduct",
        "shipping.DeliverySettings shipping.ProcessingTime shipping.RuleChange",
        "shipping.TrackerAccount shipping.TransitTime statuspage.FaqEntry statuspage.PageSettings",
        "messaging.BasketSettings messaging.ChannelMode automations.Rule automations.RuleVersion",
        "stores.Credential stores.Retention stores.TrackingDecision tracking.AttributionSettings",
        "stores.Subscription stores.SubscriptionWatch",
    ),
    (
        WORKING,
        "outbound.Replay shipping.ParcelImport shipping.PromiseRun stores.Dropped intake.Backfill",
        "intake.Reconciliation intake.Watermark automations.RuleFeed automations.RuleSweep",
    ),
    ("How a store fares, in counts", "fleet.StoreHealth fleet.HealthDay fleet.Finding"),
    ("A mail of a sample order: never a buyer's", "messaging.BodyDictionary"),
    ("Opens of whom the store chose not to know: they lead to nobody", "tracking.Glimpse"),
    ("Sealed by the caller's own key, which we do not have; gone after a day", "stores.NamedCall"),
    ("Keyed hashes of who was erased: without the key they name nobody", "stores.Tombstone"),
    ("The sealed copies themselves", "stores.ExportArchive"),
)
NOBODYS: Final = {
    model: why for why, *lists in _WHY for models in lists for model in models.split()
}
# Rooms whose tables hold words alone, made of no buyer's data.
NOBODYS_ROOMS: Final = frozenset({"templates_app"})
