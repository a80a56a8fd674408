"""Hits of mails whose readers nobody is to know."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from stores.owned import StoreOwned
from tracking.models.event import EventKind


class Glimpse(StoreOwned):
    """One hit, for 48 hours at most. See Note [Counted for 47 hours] in tracking/glimpses.py."""

    nonce = models.BigIntegerField()
    cell = models.JSONField()
    kind = models.CharField(max_length=8, choices=EventKind)
    at = models.DateTimeField()
    link_index = models.PositiveSmallIntegerField(null=True)
    user_agent = models.CharField(max_length=300, blank=True, db_default="")
    ip = models.GenericIPAddressField(null=True)
    network = models.CharField(max_length=8, blank=True, default="", db_default="")
    way = models.CharField(max_length=8, blank=True, default="", db_default="")
    # What it was the first of its mail to show, once it is settled: "open", "machine_click", …
    signs = ArrayField(models.CharField(max_length=16), default=list, db_default=[])
    is_settled = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            # What waits to be settled, of all stores.
            models.Index(
                fields=["at"], condition=models.Q(is_settled=False), name="glimpses_unsettled"
            ),
            models.Index(fields=["nonce"], name="glimpses_of_mail"),  # all hits of one mail
            models.Index(fields=["at"], name="glimpses_by_age"),  # those to forget
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"
