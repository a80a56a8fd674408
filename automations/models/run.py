"""What a rule did, step by step, and why."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from automations.models.rule import Rule, RuleVersion
from orders.models import Order
from stores.owned import FencedManager, FencedQuerySet, StoreOwned


class RunState(models.TextChoices):
    DUE = "DUE", _("Under way")
    DONE = "DONE", _("Done")
    STOPPED = "STOPPED", _("Stopped")
    FAILED = "FAILED", _("Failed")


class Ending(models.TextChoices):
    """Why a run stopped before its last step."""

    ORDER_CANCELLED = "ORDER_CANCELLED", _("the order was cancelled")
    ORDER_ARCHIVED = "ORDER_ARCHIVED", _("the order was archived")
    REDACTED = "REDACTED", _("the buyer's data was erased")
    NO_LONGER_TRUE = "NO_LONGER_TRUE", _("its conditions held no longer")
    SWITCHED_OFF = "SWITCHED_OFF", _("the rule was switched off")
    REMOVED = "REMOVED", _("the rule was removed")
    FUSE = "FUSE", _("the rule ran too often for one order")
    DISCONNECTED = "DISCONNECTED", _("the store is disconnected")
    BY_HAND = "BY_HAND", _("a person stopped it")
    STUMBLED = "STUMBLED", _("something went wrong on our side")


class RunQuerySet(FencedQuerySet["RuleRun"]):
    def due(self, now: datetime) -> Self:
        """Under way, and their time has come."""
        return self.filter(state=RunState.DUE, run_after__lte=now)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


RunManager = FencedManager.from_queryset(RunQuerySet)


class RuleRun(StoreOwned):
    """One rule, for one thing that happened, once. See Note [Each fact once] in feeding.py."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey(RuleVersion, models.CASCADE, related_name="+", db_index=False)
    order = models.ForeignKey(
        Order, models.CASCADE, null=True, related_name="+", db_index=False, verbose_name=_("order")
    )
    # What set it off, once for each rule and store: "fact:order:1:placed", "order:7".
    trigger_key = models.CharField(max_length=240)
    # The fact's kind, or the trigger's name where it was no fact.
    kind = models.CharField(max_length=24)
    happened_at = models.DateTimeField(_("happened"))
    # Parcel, message, tag: what the fact was about, for the words of the log.
    about = models.JSONField(default=dict)
    # What each condition saw when the rule fired: [{"field", "seen", "holds"}].
    because = models.JSONField(default=list)

    state = models.CharField(_("state"), max_length=8, choices=RunState, default=RunState.DUE)
    ending = models.CharField(
        _("why it stopped"), max_length=20, choices=Ending, blank=True, default=""
    )
    step = models.PositiveSmallIntegerField(_("step"), default=0)
    run_after = models.DateTimeField(_("goes on"))
    # One for each step taken: {"at", "action", "state", "detail", …}; see doing.py.
    outcomes = models.JSONField(default=list)
    tries_count = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects: ClassVar[RunManager["RuleRun"]] = RunManager()

    class Meta:
        verbose_name = _("run of a rule")
        verbose_name_plural = _("runs of rules")
        constraints = [
            models.UniqueConstraint(fields=["store", "rule", "trigger_key"], name="ran_once"),
            models.CheckConstraint(
                condition=Q(state__in=RunState.values), name="run_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="DUE", ended_at=None)
                | (~Q(state="DUE") & Q(ended_at__isnull=False)),
                name="ended_run_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="STOPPED") | ~Q(ending=""), name="stopped_run_says_why"
            ),
        ]
        indexes = [
            # What goes on next.
            models.Index(
                fields=["run_after", "id"], condition=Q(state="DUE"), name="rule_runs_due"
            ),
            # A rule's log, newest first.
            models.Index("rule", F("created_at").desc(), F("id").desc(), name="runs_of_rule"),
            # The stores' log, newest first.
            models.Index("store", F("created_at").desc(), F("id").desc(), name="rule_runs_newest"),
            # Of one order: its log, and the fuse.
            models.Index(
                "order",
                "rule",
                F("created_at").desc(),
                condition=Q(order__isnull=False),
                name="rule_runs_of_order",
            ),
            # Whether another of the same order goes first.
            models.Index(
                fields=["order", "id"],
                condition=Q(state="DUE", order__isnull=False),
                name="rule_runs_in_turn",
            ),
            # Waiting runs of a rule that is switched off.
            models.Index(fields=["rule", "id"], condition=Q(state="DUE"), name="rule_runs_open"),
        ]

    def __str__(self) -> str:
        return self.trigger_key


class RuleMessage(StoreOwned):
    """A message that a run sent: what becomes of it sets no rule off. See Note [No loops]."""

    run = models.ForeignKey(RuleRun, models.CASCADE, related_name="messages", db_index=False)
    message = models.OneToOneField("messaging.Message", models.CASCADE, related_name="+")
    step = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("message of a rule")
        verbose_name_plural = _("messages of rules")
        constraints = [
            models.UniqueConstraint(fields=["run", "step"], name="step_says_it_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.message_id}"
