"""Opens and clicks as they came in, and how far each reader of them has come."""

from django.db import models

from stores.owned import StoreOwned


class EventKind(models.TextChoices):
    OPEN = "OPEN", "Opened"
    CLICK = "CLICK", "Clicked"
    BEACON = "BEACON", "Used a page of ours"  # which a click led to: its witness


class Event(StoreOwned):
    """Append-only, partitioned by day of `at` (tracking/parts.py); nobody edits what came back.

    The table has one column more, `xid`: the transaction that wrote the row, by which feeds read.
    See Note [Feeds by transaction].
    """

    message_id = models.BigIntegerField()  # a plain number: a foreign key would slow the hot path
    kind = models.CharField(max_length=8, choices=EventKind)
    at = models.DateTimeField()
    link_index = models.PositiveSmallIntegerField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    ip = models.GenericIPAddressField(null=True)
    # Whose network it was (the address is not kept), and how it was asked for: verdicts/data.py.
    network = models.CharField(max_length=8, blank=True, default="", db_default="")
    way = models.CharField(max_length=8, blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["store", "at"], name="event_of_store"),  # figures of a store
            models.Index(fields=["store", "message_id"], name="event_of_message"),  # one message
        ]

    def __str__(self) -> str:
        return f"{self.kind} of message {self.message_id}"


class FeedCursor(models.Model):
    """How far a reader of the events has come: every transaction below `next_xid` is read."""

    name = models.CharField(max_length=40, primary_key=True)
    next_xid = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.next_xid}"
