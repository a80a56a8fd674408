"""A push of the agency's words to its stores, in stages: what was asked, and how far it got."""

import uuid
from datetime import datetime
from typing import ClassVar, Final, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.owned import AgencyOwned, FencedManager, FencedQuerySet
from templates_app.data import NotificationKind
from templates_app.models.owned import AgencyOrStoreOwned
from templates_app.models.revision import Revision


class Decision(models.TextChoices):
    """What to do where the agency and a store changed the same block."""

    KEEP_STORE = "KEEP_STORE", _("keep the store's")
    TAKE_AGENCY = "TAKE_AGENCY", _("take the agency's")
    SKIP = "SKIP", _("leave this mail as it is")


class Rollouts(FencedQuerySet["Rollout"]):
    """The language of roll-outs."""

    def due(self, now: datetime) -> Self:
        return self.filter(state__in=Rollout.AT_WORK, next_at__lte=now)


RolloutManager = FencedManager.from_queryset(Rollouts)


class Rollout(AgencyOwned):
    """Some kinds' words for some stores, stage by stage."""

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("Under way")
        PAUSED = "PAUSED", _("Paused")
        DONE = "DONE", _("Done")
        CANCELLED = "CANCELLED", _("Cancelled")
        ROLLING_BACK = "ROLLING_BACK", _("Being rolled back")
        ROLLED_BACK = "ROLLED_BACK", _("Rolled back")

    AT_WORK: Final = (State.RUNNING, State.ROLLING_BACK)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RUNNING)
    kinds = ArrayField(models.CharField(max_length=32, choices=NotificationKind))
    # How many of the stores, in per cent, have it when a stage is through: [10, 50, 100].
    stages = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("stages"))
    stage = models.PositiveSmallIntegerField(_("stage"), default=0)
    wait = models.DurationField(_("time between stages"))
    # How many it was started for: who sees fewer of them may not steer it.
    store_count = models.PositiveIntegerField(_("stores"))
    next_at = models.DateTimeField(_("goes on at"))
    why_paused = models.CharField(_("why it is paused"), max_length=500, blank=True)
    note = models.CharField(_("why"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("started"))
    created_by = models.CharField(_("started by"), max_length=254)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.CharField(_("changed by"), max_length=254)

    objects: ClassVar[RolloutManager["Rollout"]] = RolloutManager()

    class Meta:
        verbose_name = _("roll-out")
        verbose_name_plural = _("roll-outs")
        indexes = [
            models.Index(fields=["agency", "-created_at"], name="rollouts_of_agency"),  # the list
            # advance_rollouts()
            models.Index(
                fields=["next_at"],
                condition=models.Q(state__in=["RUNNING", "ROLLING_BACK"]),
                name="rollout_due",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class RolloutItem(AgencyOrStoreOwned):
    """One mail of one store in a roll-out; without a store, the agency's own."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waits for its turn")
        DONE = "DONE", _("Sends the new words")
        UNCHANGED = "UNCHANGED", _("Nothing changed")
        SKIPPED = "SKIPPED", _("Left as it is")
        REFUSED = "REFUSED", _("Could not be published")
        UNDONE = "UNDONE", _("Sends the old words again")
        KEPT = "KEPT", _("Published anew since; left alone")

    rollout = models.ForeignKey(Rollout, models.CASCADE, related_name="items", db_index=False)
    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind)
    stage = models.PositiveSmallIntegerField(_("stage"), default=0)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    decision = models.CharField(max_length=12, choices=Decision, default=Decision.KEEP_STORE)
    why = models.CharField(_("why"), max_length=500, blank=True)
    # The agency's revision that it brings, and the store's before and after.
    target = models.ForeignKey(Revision, models.RESTRICT, related_name="+", db_index=False)
    before = models.ForeignKey(
        Revision, models.RESTRICT, related_name="+", null=True, blank=True, db_index=False
    )
    after = models.ForeignKey(
        Revision, models.RESTRICT, related_name="+", null=True, blank=True, db_index=False
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail of a roll-out")
        verbose_name_plural = _("mails of a roll-out")
        constraints = [
            # Also serves the page of a roll-out.
            models.UniqueConstraint(
                fields=["rollout", "store", "kind"], nulls_distinct=False, name="rolled_out_once"
            ),
            models.UniqueConstraint(
                fields=["store", "kind"],
                condition=models.Q(state="WAITING"),
                name="waits_in_one_rollout",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="DONE") | models.Q(after__isnull=False),
                name="what_is_done_has_a_revision",
            ),
        ]
        indexes = [
            # advance_rollouts(): what is next in a stage
            models.Index(
                fields=["rollout", "stage"],
                condition=models.Q(state="WAITING"),
                name="rollout_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.store_id or ''}".strip()
