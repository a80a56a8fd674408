"""What is thought of opens and clicks: whether people or machines caused them."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models

from stores.owned import FencedManager, FencedQuerySet, StoreOwned
from tracking.verdicts.data import NetworkClass, Who, Why

WHO = [(who.value, who.value) for who in Who]
WHY = [(why.value, why.value) for why in Why]
LISTED = [NetworkClass.APPLE.value, NetworkClass.SCANNER.value]


class JudgementQuerySet(FencedQuerySet["Judgement"]):
    def due(self, now: datetime) -> Self:
        return self.filter(due_at__lte=now)


class Judgement(StoreOwned):
    """That a message has hits, and when they are judged next. What was found stands on the message.

    See Note [Judging a message] in tracking/verdicts/rules.py and tracking/judging.py.
    """

    message_id = models.BigIntegerField(unique=True)  # a plain number, as the events have it
    first_hit_at = models.DateTimeField()
    last_hit_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # null: all hits were judged
    judged_at = models.DateTimeField(null=True)
    version = models.PositiveSmallIntegerField(default=0)  # of the rules; 0: not yet judged
    changes_count = models.PositiveIntegerField(default=0)  # told to the feed: names each
    is_gateway = models.BooleanField(default=False)  # once known it is kept; its recipient may not
    # Hits of it were forgotten: what was found by them stays, and only more may be found.
    is_partial = models.BooleanField(default=False)

    objects: ClassVar = FencedManager.from_queryset(JudgementQuerySet)()

    class Meta:
        indexes = [
            # tracking.judge, over all stores at once: hence no store in front.
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(due_at__isnull=False),
                name="judgement_due",
            ),
            # What new rules judge anew, and whose hits are forgotten (tracking.forget_hits).
            models.Index(
                fields=["first_hit_at"],
                condition=models.Q(is_partial=False),
                name="judgement_by_age",
            ),
        ]

    def __str__(self) -> str:
        return f"Judgement of message {self.message_id}"


class Verdict(StoreOwned):
    """What is thought of one hit, and by which rules. Forgotten with the hit.

    In parts as the hits are: see tracking/parts.py.
    """

    event_id = models.BigIntegerField()  # a plain number: events are partitioned
    message_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    at = models.DateTimeField()  # of the hit
    who = models.CharField(max_length=20, choices=WHO)
    why = models.CharField(max_length=20, choices=WHY)
    version = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "at"], name="verdict_of_hit"),
            models.CheckConstraint(
                condition=models.Q(who__in=[who.value for who in Who]), name="verdict_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["store", "message_id"], name="verdict_of_message"),  # judging
            models.Index(fields=["at"], name="verdict_by_age"),  # tracking.forget_hits
        ]

    def __str__(self) -> str:
        return f"{self.who} ({self.why})"


class VerdictCount(StoreOwned):
    """How many hits of a store and day were thought what, and why. Outlives the hits."""

    on = models.DateField()  # UTC
    kind = models.CharField(max_length=8)
    who = models.CharField(max_length=20, choices=WHO)
    why = models.CharField(max_length=20, choices=WHY)
    hits_count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["store", "on", "kind", "who", "why"], name="verdicts_counted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hits_count} × {self.who} ({self.why}) on {self.on}"


class NetworkList(models.Model):
    """Networks of one class, as somebody loaded them; the newest version holds. No tenant's."""

    network = models.CharField(max_length=8, choices=[(name, name) for name in LISTED])
    version = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()
    source = models.CharField(max_length=200)  # the file, as the person named it
    networks_count = models.PositiveIntegerField()
    # First and last of each range, by ascending order: see tracking/networks.py.
    ranges = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "version"], name="list_has_one_version"),
            models.CheckConstraint(
                condition=models.Q(network__in=LISTED), name="list_is_of_a_known_class"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.version}: {self.networks_count} networks"
