"""The one feed of what happened, and what staff wrote."""

from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from common.transactions import CurrentTransaction, TransactionIdField
from orders.models.order import Order
from stores.owned import StoreOwned


class ActivityKind(models.TextChoices):
    ORDER_PLACED = "ORDER_PLACED", _("Order placed")
    ORDER_PAID = "ORDER_PAID", _("Order paid")
    ORDER_CANCELLED = "ORDER_CANCELLED", _("Order cancelled")
    ORDER_EDITED = "ORDER_EDITED", _("Order edited")
    ORDER_REFUNDED = "ORDER_REFUNDED", _("Money refunded")
    ORDER_FULFILLED = "ORDER_FULFILLED", _("Sent off")
    ORDER_CLOSED = "ORDER_CLOSED", _("Order closed")
    ADDRESS_DOUBTED = "ADDRESS_DOUBTED", _("Address looks mistyped")
    ADDRESS_CORRECTED = "ADDRESS_CORRECTED", _("Address corrected")
    CONSENT_CHANGED = "CONSENT_CHANGED", _("Consent changed")
    TAGGED = "TAGGED", _("Tagged")
    NOTED = "NOTED", _("Note")
    CUSTOMER_REDACTED = "CUSTOMER_REDACTED", _("Personal data erased")
    MESSAGE_PLANNED = "MESSAGE_PLANNED", _("Message planned")
    MESSAGE_NOT_SENT = "MESSAGE_NOT_SENT", _("Message not sent")
    MESSAGE_SENT = "MESSAGE_SENT", _("Message sent")
    MESSAGE_DELAYED = "MESSAGE_DELAYED", _("Message delayed")
    MESSAGE_FAILED = "MESSAGE_FAILED", _("Message failed")
    MESSAGE_UNKNOWN = "MESSAGE_UNKNOWN", _("Message may have been sent")
    MESSAGE_HELD = "MESSAGE_HELD", _("Message held")
    MESSAGE_DELIVERED = "MESSAGE_DELIVERED", _("Message delivered")
    MESSAGE_BOUNCED = "MESSAGE_BOUNCED", _("Message came back")
    MESSAGE_COMPLAINED = "MESSAGE_COMPLAINED", _("Message marked as spam")
    MESSAGE_OPENED = "MESSAGE_OPENED", _("Message opened")
    MESSAGE_CLICKED = "MESSAGE_CLICKED", _("Message clicked")
    # Whether people or machines were seen; a correction says the difference.
    MESSAGE_JUDGED = "MESSAGE_JUDGED", _("People told from machines")
    ORDER_ATTRIBUTED = "ORDER_ATTRIBUTED", _("Order credited to a message")
    PARCEL_ADDED = "PARCEL_ADDED", _("Parcel added")
    PARCEL_CHANGED = "PARCEL_CHANGED", _("Parcel changed")
    PARCEL_SCANNED = "PARCEL_SCANNED", _("Parcel scanned")
    PARCEL_REMOVED = "PARCEL_REMOVED", _("Parcel taken away")
    ALARM_RAISED = "ALARM_RAISED", _("Something is amiss")
    ALARM_SETTLED = "ALARM_SETTLED", _("Looked after")
    PROMISED = "PROMISED", _("Delivery promised")
    PROMISE_CHANGED = "PROMISE_CHANGED", _("Promise changed")
    BUYER_ASKED = "BUYER_ASKED", _("The buyer asked for something")
    BUYER_ANSWERED = "BUYER_ANSWERED", _("The buyer was answered")
    FEEDBACK_GIVEN = "FEEDBACK_GIVEN", _("The buyer gave feedback")
    BUYER_CONTACTED = "BUYER_CONTACTED", _("The buyer was contacted")
    ORDER_ARCHIVED = "ORDER_ARCHIVED", _("Order archived")
    ORDER_UNARCHIVED = "ORDER_UNARCHIVED", _("Order taken from the archive")
    LINK_RENEWED = "LINK_RENEWED", _("Status link renewed")
    CHECKOUT_STARTED = "CHECKOUT_STARTED", _("Checkout started")
    CHECKOUT_DONE = "CHECKOUT_DONE", _("Checkout completed")
    RULE_RAN = "RULE_RAN", _("A rule ran")
    FINDING_OPENED = "FINDING_OPENED", _("Something is wrong with the store")
    FINDING_CLOSED = "FINDING_CLOSED", _("The store is well again")
    TASK_GIVEN = "TASK_GIVEN", _("A task for staff")
    TASK_DONE = "TASK_DONE", _("A task was done")


class Activity(StoreOwned):
    """One fact about an order, once, written in the transaction that made it true.

    `key` names the fact within the store (`order:<id>:placed`), so saying it twice changes nothing.
    """

    order = models.ForeignKey(
        Order, models.CASCADE, null=True, related_name="activities", db_index=False
    )
    kind = models.CharField(_("what"), max_length=24, choices=ActivityKind)
    at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    data = models.JSONField(default=dict, blank=True)
    # Plain text as shown; "" is the shop itself.
    actor = models.CharField(_("who"), max_length=254, blank=True)
    # A number, not a key: keys point down, and messages stand above orders.
    message_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=200)
    # A feed's cursor: rows of unfinished transactions are invisible below pg_snapshot_xmin.
    xid = TransactionIdField(db_default=CurrentTransaction(), editable=False)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.UniqueConstraint(fields=["store", "key"], name="happened_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=ActivityKind.values), name="activity_kind_is_known"
            ),
        ]
        indexes = [
            # An order's timeline, newest first, by keyset.
            models.Index("store", "order", F("at").desc(), F("id").desc(), name="timeline"),
            # A store's feed for automations and outgoing webhooks.
            models.Index(fields=["store", "xid", "id"], name="activity_feed"),
            # All stores' feed: roll-ups.
            models.Index(fields=["xid", "id"], name="activity_feed_of_all"),
            # The store's latest events on its start page.
            models.Index("store", F("at").desc(), F("id").desc(), name="latest_activity"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Note(StoreOwned):
    """What staff wrote to each other about an order. Buyers never see it."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="notes", db_index=False)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=254, blank=True)
    text = models.TextField(_("note"))
    # Shown to whoever packs the order, above its goods.
    is_for_packers = models.BooleanField(_("for packers"), default=False, db_default=False)
    created_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [
            # The notes of an order, newest first.
            models.Index("store", "order", F("created_at").desc(), name="notes_of_order"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
