"""A stretch of the feed told once more to one endpoint."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outbound.models.endpoint import Endpoint
from stores.models import Store
from stores.owned import AgencyOwned


class ReplayState(models.TextChoices):
    RUNNING = "RUNNING", _("Runs")
    DONE = "DONE", _("Done")
    CANCELLED = "CANCELLED", _("Stopped")


class Replay(AgencyOwned):
    """From a place in the feed up to where the endpoint stood when it was asked for."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="replays", db_index=False)
    store = models.ForeignKey(Store, models.CASCADE, null=True, related_name="+", db_index=False)
    state = models.CharField(
        _("state"), max_length=9, choices=ReplayState, default=ReplayState.RUNNING
    )
    # Facts that were recorded before are left out, wherever the cursor stands.
    since = models.DateTimeField(_("from"))
    cursor_xid = models.BigIntegerField()
    cursor_id = models.BigIntegerField()
    until_xid = models.BigIntegerField()
    until_id = models.BigIntegerField()
    read_count = models.PositiveIntegerField(_("events read"), default=0)
    made_count = models.PositiveIntegerField(_("deliveries made"), default=0)
    # Counted when it was asked for.
    total_count = models.PositiveIntegerField(_("events to read"), default=0)
    created_by = models.CharField(_("asked for by"), max_length=254, blank=True)
    created_at = models.DateTimeField(_("asked for"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("replay")
        verbose_name_plural = _("replays")
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint"], condition=Q(state="RUNNING"), name="one_replay_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="RUNNING", ended_at=None)
                | (~Q(state="RUNNING") & Q(ended_at__isnull=False)),
                name="ended_replay_has_a_time",
            ),
        ]
        indexes = [
            # An endpoint's, newest first.
            models.Index("endpoint", F("created_at").desc(), F("id").desc(), name="replays_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
