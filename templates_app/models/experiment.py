"""Tests of wordings against each other: what was planned, whom it concerns, and its arms."""

import secrets
import uuid
from typing import ClassVar, Final, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from stores.owned import AgencyOwned, FencedManager, FencedQuerySet, StoreOwned
from templates_app.assigning import BUCKETS
from templates_app.data import NotificationKind
from templates_app.models.owned import AgencyOrStoreOwned
from templates_app.models.template import Template, Variant


def new_salt() -> str:
    return secrets.token_hex(16)


class Unit(models.TextChoices):
    """Who is given one arm and keeps it."""

    CUSTOMER = "CUSTOMER", _("A buyer")
    ORDER = "ORDER", _("An order")


class Stopping(models.TextChoices):
    """How a test may end. Only the first two name a winner by proof."""

    PLANNED = "PLANNED", _("Planned: a number of orders and an end")
    OPEN = "OPEN", _("Open-ended: until it is sure")
    PICK = "PICK", _("Just pick: the likelier one, without proof")
    BANDIT = "BANDIT", _("Bandit: gives more to what does better")


class Metric(models.TextChoices):
    """What may be declared to count."""

    CLICKED = "CLICKED", _("A person clicks through to the order status page")
    OPENED = "OPENED", _("A person opens the mail")
    BOUGHT_AGAIN = "BOUGHT_AGAIN", _("The buyer orders again")
    REVENUE = "REVENUE", _("What the buyer spends again")
    ORDER_VALUE = "ORDER_VALUE", _("The value of those next orders")
    CONTACTED = "CONTACTED", _("The buyer asks the store for help")


class Guardrail(models.TextChoices):
    """What must not become worse."""

    COMPLAINED = "COMPLAINED", _("Marked as spam")
    UNSUBSCRIBED = "UNSUBSCRIBED", _("Left marketing")
    TRACKING_OFF = "TRACKING_OFF", _("Turned tracking off")
    BOUNCED = "BOUNCED", _("Came back")
    REFUNDED = "REFUNDED", _("Refunded or cancelled")
    NOT_RENDERED = "NOT_RENDERED", _("Could not be rendered")
    LATE = "LATE", _("Sent late")
    ASKED_HELP = "ASKED_HELP", _("Asked for help")


class Layer(AgencyOrStoreOwned):
    """A space of 10,000 buckets. Tests in one layer exclude each other; layers are independent."""

    name = models.CharField(_("name"), max_length=80)
    salt = models.CharField(max_length=64, default=new_salt, editable=False)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("layer")
        verbose_name_plural = _("layers")
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="one_layer_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ExperimentQuerySet(FencedQuerySet["Experiment"]):
    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def seen(self) -> Self:
        """Those in which a store of the open scope takes part."""
        return self.filter(Exists(ExperimentStore.objects.filter(experiment=OuterRef("pk"))))

    def assigning(self) -> Self:
        """Those that give their arms to new buyers."""
        return self.filter(state__in=Experiment.ASSIGNS)


class Experiment(AgencyOrStoreOwned):
    """One test of one kind's mail; with `store` in that store, without in several of the agency.

    Frozen once started (the database refuses changes to what was declared); weights and coverage
    change by a new ExperimentEpoch only.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Being planned")
        RUNNING = "RUNNING", _("Running")
        STOPPED = "STOPPED", _("Stopped, not decided")
        RAMPING = "RAMPING", _("The winner is being given to everybody")
        DONE = "DONE", _("Decided")

    ASSIGNS: Final = (State.RUNNING, State.RAMPING)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    hypothesis = models.CharField(_("what we expect, and why"), max_length=500, blank=True)
    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind)
    template = models.ForeignKey(Template, models.PROTECT, related_name="+", db_index=False)
    layer = models.ForeignKey(Layer, models.PROTECT, related_name="+", db_index=False)
    salt = models.CharField(max_length=64, default=new_salt, editable=False)
    unit = models.CharField(
        _("who keeps an arm"), max_length=8, choices=Unit, default=Unit.CUSTOMER
    )
    stopping = models.CharField(
        _("how it ends"), max_length=8, choices=Stopping, default=Stopping.PLANNED
    )
    primary_metric = models.CharField(
        _("what counts"), max_length=16, choices=Metric, default=Metric.CLICKED
    )
    # How many stores it was planned for: who sees fewer of them may not steer it.
    store_count = models.PositiveIntegerField(_("stores"), default=1)
    # Of each store's buyers, as declared; what holds now stands in the last epoch.
    coverage_bp = models.PositiveSmallIntegerField(_("coverage"), default=BUCKETS)
    # Days after exposure within which BOUGHT_AGAIN, REVENUE, ORDER_VALUE and CONTACTED count.
    window_days = models.PositiveSmallIntegerField(_("days that count"), default=14)
    # Winsorising of REVENUE, per unit, in minor units of each store's currency; null: none.
    cap_minor = models.BigIntegerField(_("counts at most"), null=True, blank=True)
    guardrails = ArrayField(
        models.CharField(max_length=16, choices=Guardrail), verbose_name=_("must not become worse")
    )
    # Segments declared before the start: "market", "locale", "returning", "value".
    segments = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    alpha = models.FloatField(_("risk of a false winner"), default=0.05)
    power = models.FloatField(_("chance to see the effect"), default=0.8)
    # What the planner was told: usual rate, and the smallest relative change worth seeing.
    base_rate = models.FloatField(_("usual rate"), null=True, blank=True)
    least_effect = models.FloatField(_("smallest change worth seeing"), null=True, blank=True)
    plan_units = models.PositiveIntegerField(_("planned buyers or orders"), null=True, blank=True)
    plan_end_at = models.DateTimeField(_("planned end"), null=True, blank=True)
    look_count = models.PositiveSmallIntegerField(_("planned looks"), default=10)
    least_days = models.PositiveSmallIntegerField(_("days at least"), default=7)
    promotes_itself = models.BooleanField(
        _("give the winner to everybody by itself"), default=False
    )
    # While ramping: the share that keeps the old words, to see that the winner stays one.
    holdback_bp = models.PositiveSmallIntegerField(_("hold-back"), default=500)
    method_version = models.PositiveSmallIntegerField(default=1, editable=False)

    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(_("created"))
    created_by = models.CharField(_("created by"), max_length=254)
    declared_at = models.DateTimeField(_("declared"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    started_by = models.CharField(_("started by"), max_length=254, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    stopped_by = models.CharField(_("stopped by"), max_length=254, blank=True)
    why_stopped = models.CharField(_("why"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects: ClassVar = FencedManager.from_queryset(ExperimentQuerySet)()

    class Meta:
        verbose_name = _("experiment")
        verbose_name_plural = _("experiments")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="DRAFT") | Q(started_at__isnull=False),
                name="a_running_experiment_has_started",
            ),
            models.CheckConstraint(
                condition=Q(holdback_bp__lte=5000), name="holdback_is_at_most_half"
            ),
            models.CheckConstraint(
                condition=Q(coverage_bp__gte=1, coverage_bp__lte=BUCKETS),
                name="coverage_is_a_share_of_the_buckets",
            ),
        ]
        indexes = [
            # The list, newest first.
            models.Index(
                "agency", F("created_at").desc(), F("id").desc(), name="experiments_newest"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExperimentStore(StoreOwned):
    """A store that takes part, and its share of the layer's buckets: [lower, upper)."""

    experiment = models.ForeignKey(
        Experiment, models.CASCADE, related_name="participants", db_index=False
    )
    layer = models.ForeignKey(Layer, models.PROTECT, related_name="+", db_index=False)
    buckets = IntegerRangeField(_("buckets"))
    # While it assigns; a finished test leaves its buckets to others.
    is_active = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("store of an experiment")
        verbose_name_plural = _("stores of experiments")
        constraints = [
            models.UniqueConstraint(fields=["experiment", "store"], name="takes_part_once"),
            ExclusionConstraint(
                name="tests_of_a_layer_exclude_each_other",
                expressions=[
                    ("store", RangeOperators.EQUAL),
                    ("layer", RangeOperators.EQUAL),
                    ("buckets", RangeOperators.OVERLAPS),
                ],
                condition=Q(is_active=True),
            ),
        ]
        indexes = [
            # Which tests run in a store: asked before each message is written.
            models.Index(fields=["store"], condition=Q(is_active=True), name="tests_of_store"),
        ]

    def __str__(self) -> str:
        return f"{self.experiment_id} in {self.store_id}"


class Arm(AgencyOwned):
    """One of the wordings under test. Number 0 is the control: what is sent today."""

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="arms", db_index=False)
    number = models.PositiveSmallIntegerField(_("number"))
    label = models.CharField(_("label"), max_length=8)  # "A" is the control
    name = models.CharField(_("name"), max_length=120)
    # Null: the template's own words. A variant that is not decided upon is not removed: see
    # epochs.refuse_while_tested().
    variant = models.ForeignKey(
        Variant, models.SET_NULL, related_name="+", null=True, blank=True, db_index=False
    )
    # As declared; what holds now stands in the last epoch.
    weight_bp = models.PositiveSmallIntegerField(_("share"), default=0)
    sender_name = models.CharField(_("sender's name"), max_length=120, blank=True)
    delay = models.DurationField(_("sent later by"), null=True, blank=True)

    class Meta:
        verbose_name = _("arm")
        verbose_name_plural = _("arms")
        constraints = [
            models.UniqueConstraint(fields=["experiment", "number"], name="one_arm_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.name}"

    @property
    def is_control(self) -> bool:
        return self.number == 0


class ExperimentEpoch(AgencyOwned):
    """From when which weights held; append-only. Analysis compares within epochs only."""

    experiment = models.ForeignKey(
        Experiment, models.CASCADE, related_name="epochs", db_index=False
    )
    number = models.PositiveSmallIntegerField(_("number"))
    started_at = models.DateTimeField(_("from"))
    weights_bp = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("weights"))
    # Of the buckets of each store, how many are given an arm at all.
    coverage_bp = models.PositiveSmallIntegerField(_("coverage"), default=BUCKETS)
    reason = models.CharField(_("why"), max_length=200)
    actor = models.CharField(_("by"), max_length=254, blank=True)

    class Meta:
        verbose_name = _("epoch")
        verbose_name_plural = _("epochs")
        constraints = [
            models.UniqueConstraint(fields=["experiment", "number"], name="one_epoch_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.experiment_id} {self.number}"


class HoldOut(StoreOwned):
    """The share of a store's buyers who are never in a test: what all tests together are worth."""

    share_bp = models.PositiveSmallIntegerField(_("share held out"), default=0)
    salt = models.CharField(max_length=64, default=new_salt, editable=False)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.CharField(_("changed by"), max_length=254)

    class Meta:
        verbose_name = _("hold-out")
        verbose_name_plural = _("hold-outs")
        constraints = [
            models.UniqueConstraint(fields=["store"], name="one_hold_out_a_store"),
            models.CheckConstraint(
                condition=Q(share_bp__lte=2000), name="hold_out_is_at_most_a_fifth"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share_bp} of {BUCKETS}"
