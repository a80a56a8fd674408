"""One deed done to many messages: what was asked, how far it got, and what became of each."""

from typing import ClassVar, Final, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stores.owned import AgencyOwned, FencedManager, FencedQuerySet


class Deed(models.TextChoices):
    """What a person may do with many messages at a time."""

    RELEASE = "RELEASE", _("Let them go")
    CANCEL = "CANCEL", _("Do not send them")
    REPEAT = "REPEAT", _("Send them once more")
    MARK_SENT = "MARK_SENT", _("Take them as sent")


class BatchQuerySet(FencedQuerySet["Batch"]):
    def within_stores(self, store_ids: frozenset[int]) -> Self:
        """Those that touch no other store."""
        return self.filter(store_ids__contained_by=sorted(store_ids))


BatchManager = FencedManager.from_queryset(BatchQuerySet)


class Batch(AgencyOwned):
    """Chosen by a search, not by a list: rows are met one by one, and counted as they are.

    RUNNING goes through the rows; SETTLING has, and waits until each of them has its end.
    """

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("Under way")
        SETTLING = "SETTLING", _("On their way")
        DONE = "DONE", _("Done")
        CANCELLED = "CANCELLED", _("Cancelled")

    AT_WORK: Final = (State.RUNNING, State.SETTLING)

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    deed = models.CharField(_("deed"), max_length=12, choices=Deed)
    store_ids = ArrayField(models.BigIntegerField())
    # messaging.batches.Wanted without its stores: {"state", "reason", "kind", "sender"}
    wanted = models.JSONField(default=dict)
    because = models.CharField(_("because"), max_length=200, blank=True)
    actor = models.CharField(_("who"), max_length=254)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RUNNING)
    created_at = models.DateTimeField(_("begun"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    foreseen_count = models.PositiveIntegerField(default=0)  # up to batches.MOST_FORESEEN
    done_count = models.PositiveIntegerField(default=0)
    # {what the verb said no with, in words: how many}
    refusals = models.JSONField(default=dict)
    # Where to go on: which of the stores, and its last row seen.
    place = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    last_id = models.BigIntegerField(null=True)
    claimed_until = models.DateTimeField(null=True)

    objects: ClassVar[BatchManager["Batch"]] = BatchManager()

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [
            models.CheckConstraint(
                condition=Q(deed__in=Deed.values), name="deed_of_batch_is_known"
            ),
        ]
        indexes = [
            # The list, newest first.
            models.Index(
                F("agency"), F("created_at").desc(), F("id").desc(), name="batches_newest"
            ),
            # What there is to do.
            models.Index(
                fields=["id"],
                condition=Q(state__in=["RUNNING", "SETTLING"]),
                name="batches_at_work",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deed} of {self.done_count}"

    @property
    def refused_count(self) -> int:
        return sum(self.refusals.values())
