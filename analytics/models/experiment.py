"""What tests of wordings brought: unit by unit, added up, as seen at each look, as decided."""

import enum
import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stores.owned import FencedManager, FencedQuerySet, StoreOwned
from templates_app.models import Experiment, Guardrail, Metric
from templates_app.models.owned import AgencyOrStoreOwned


class Mark(enum.IntFlag):
    """What is known of a unit, as bits of one number: a row of a hundred million stays narrow."""

    EXPOSED = 1  # its message was handed over
    TRACKED = 2  # seen by itself: the store may, and nobody had refused by then
    MEASURABLE = 4  # and no machine opens this person's mail
    OPENED = 8
    CLICKED = 16
    OPENED_BY_MACHINE = 32
    CLICKED_BY_MACHINE = 64
    CONTACTED = 128
    COMPLAINED = 256
    UNSUBSCRIBED = 512
    TRACKING_OFF = 1024
    BOUNCED = 2048
    REFUNDED = 4096
    NOT_RENDERED = 8192
    LATE = 16384


class Tally(models.TextChoices):
    """What is added up besides what may be declared: shown, never decided by."""

    EXPOSED = "EXPOSED", _("Given the message")
    OPENED_BY_MACHINE = "OPENED_BY_MACHINE", _("Opened by a machine only")
    CLICKED_BY_MACHINE = "CLICKED_BY_MACHINE", _("Clicked by a machine only")
    RESENT = "RESENT", _("Sent again by staff")


class ExperimentUnit(StoreOwned):
    """One buyer or order under one test: the arm, and what came of it.

    The state is worked out from messages and the feed, never added to: folding again, in any
    order, finds the same. `unit_hash` is null for who asked to be forgotten: a row of figures
    that leads to nobody, never worked out again. See Note [Units] in analytics/unit_folding.py.
    """

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="+", db_index=False)
    unit_hash = models.BigIntegerField(null=True)
    # A number, no key: what made the exposure. Null once forgotten.
    message_id = models.BigIntegerField(null=True)
    arm = models.PositiveSmallIntegerField()
    epoch = models.PositiveSmallIntegerField()
    segment = models.PositiveSmallIntegerField(default=0)
    exposed_at = models.DateTimeField()  # or when it turned out that its words do not render
    exposed_on = models.DateField()  # the same, as a day of UTC
    orders_count = models.PositiveIntegerField(default=0)
    revenue_minor = models.BigIntegerField(default=0)  # product value, less refunds; not capped
    pre_minor = models.BigIntegerField(default=0)  # product value of the order the message is about
    resent_count = models.PositiveSmallIntegerField(default=0)
    # Its messages of which only sums are known: see Note [Seen in sums] in analytics/units.py.
    summed_count = models.PositiveSmallIntegerField(default=0, db_default=0)
    marks = models.IntegerField(default=0)  # Mark
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("unit of a test")
        verbose_name_plural = _("units of tests")
        constraints = [
            # Also how a fact finds its unit, and how a test's units are read anew.
            models.UniqueConstraint(fields=["experiment", "unit_hash"], name="one_row_a_unit"),
            models.CheckConstraint(
                condition=Q(unit_hash__isnull=False, forgotten_at=None)
                | Q(unit_hash=None, message_id=None, forgotten_at__isnull=False),
                name="who_is_forgotten_has_no_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.experiment_id}: {self.arm}"


class ExperimentRollup(StoreOwned):
    """Sums over the units of one day, arm, epoch and segment: integers only, so they add exactly.

    `y` is the metric of a unit and `x` what was known before (`pre_minor`): n, Σy, Σy², Σx, Σx²
    and Σxy. Of ORDER_VALUE, a ratio, `y` is what was spent and `x` the number of orders.
    """

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="+", db_index=False)
    metric = models.CharField(
        max_length=20, choices=[*Metric.choices, *Guardrail.choices, *Tally.choices]
    )
    arm = models.PositiveSmallIntegerField()
    epoch = models.PositiveSmallIntegerField()
    segment = models.PositiveSmallIntegerField(default=0)
    exposed_on = models.DateField()
    n = models.BigIntegerField(default=0)
    s1 = models.DecimalField(max_digits=38, decimal_places=0, default=0)
    s2 = models.DecimalField(max_digits=38, decimal_places=0, default=0)
    sx = models.DecimalField(max_digits=38, decimal_places=0, default=0)
    sxx = models.DecimalField(max_digits=38, decimal_places=0, default=0)
    sxy = models.DecimalField(max_digits=38, decimal_places=0, default=0)

    class Meta:
        verbose_name = _("sums of a test")
        verbose_name_plural = _("sums of tests")
        constraints = [
            # Also every read of a test.
            models.UniqueConstraint(
                fields=["experiment", "metric", "arm", "epoch", "segment", "exposed_on", "store"],
                name="one_sum_a_cell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.experiment_id} {self.metric} {self.arm} {self.exposed_on}"


class LookQuerySet(FencedQuerySet["Look"]):
    def in_order(self) -> Self:
        return self.order_by("number", "metric", "arm")


class Look(AgencyOrStoreOwned):
    """What was seen of one arm against the control at one time. Never changed: it was seen."""

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField(_("look"))
    metric = models.CharField(_("metric"), max_length=20)
    arm = models.PositiveSmallIntegerField(_("arm"))
    at = models.DateTimeField(_("at"))
    information = models.FloatField(_("share of what is needed"), null=True)  # null: open-ended
    spent_alpha = models.FloatField(_("risk spent"), null=True)
    n = models.BigIntegerField(_("units of both"))
    estimate = models.FloatField(_("difference"), null=True)
    low = models.FloatField(_("at least"), null=True)
    high = models.FloatField(_("at most"), null=True)
    p = models.FloatField("p", null=True)
    verdict = models.CharField(_("verdict"), max_length=24, blank=True)
    method_version = models.PositiveSmallIntegerField()
    analysis = models.JSONField()

    objects: ClassVar = FencedManager.from_queryset(LookQuerySet)()

    class Meta:
        verbose_name = _("look at a test")
        verbose_name_plural = _("looks at tests")
        constraints = [
            # Also the history of a test.
            models.UniqueConstraint(
                fields=["experiment", "number", "metric", "arm"], name="looked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.experiment_id} {self.number}"


class Decision(AgencyOrStoreOwned):
    """How a test ended, for ever: the figures it was decided by, and the report as a page."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField(default=1)  # a roll-back is decided after a winner
    arm = models.PositiveSmallIntegerField(_("given to everybody"), null=True)  # null: none
    was_proven = models.BooleanField(_("shown to be better"))
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.CharField(_("by"), max_length=254)  # "": the test itself
    because = models.CharField(_("because"), max_length=500, blank=True)
    language = models.CharField(max_length=16)
    snapshot = models.JSONField()
    html = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("decision of a test")
        verbose_name_plural = _("decisions of tests")
        constraints = [
            models.UniqueConstraint(fields=["experiment", "number"], name="one_decision_a_number"),
        ]
        indexes = [
            # The archive, newest first.
            models.Index("agency", F("decided_at").desc(), F("id").desc(), name="decisions_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.experiment_id} {self.decided_at:%Y-%m-%d}"
