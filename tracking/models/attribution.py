"""Where orders came from, whose they are, and each change of that. See Note [Attribution v1]."""

from datetime import datetime
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from orders.models import Order
from stores.owned import FencedManager, FencedQuerySet, StoreOwned
from tracking.attribution import rules
from tracking.attribution.ledger import Because, Holder, Standing, Sums

ANY_REF = "*"


class Evidence(models.TextChoices):
    TOKEN = rules.Evidence.TOKEN.value, _("It came by the message's own link")
    CHECKOUT = rules.Evidence.CHECKOUT.value, _("It reminded of the checkout that became the order")
    PERSON = rules.Evidence.PERSON.value, _("The same buyer clicked it")
    UTM = rules.Evidence.UTM.value, _("The address named NotifyHub as its source")


class Model(models.TextChoices):
    NH_LAST = rules.Model.NH_LAST.value, _("Last message clicked")
    NH_FIRST = rules.Model.NH_FIRST.value, _("First message clicked")
    STORE_LAST = rules.Model.STORE_LAST.value, _("Last visit, if it was ours")
    ASSISTED = rules.Model.ASSISTED.value, _("Helped: another visit came later")
    RECOVERED = rules.Model.RECOVERED.value, _("Recovered checkout")


class Exclusion(models.TextChoices):
    TEST = rules.Exclusion.TEST.value, _("Test order")
    POS = rules.Exclusion.POS.value, _("Bought in a shop of bricks")
    DRAFT = rules.Exclusion.DRAFT.value, _("Made by staff from a draft")
    SUBSCRIPTION = rules.Exclusion.SUBSCRIPTION.value, _("Renewal of a subscription")


class AttributionSettings(StoreOwned):
    """How a store counts. A store without a row counts as this row would by default."""

    window_days = models.PositiveSmallIntegerField(
        _("window (days)"),
        default=rules.DEFAULT_DAYS,
        validators=[MinValueValidator(rules.SHORTEST_DAYS), MaxValueValidator(rules.LONGEST_DAYS)],
    )
    counts_pos = models.BooleanField(_("count orders of shops of bricks"), default=False)
    counts_drafts = models.BooleanField(_("count orders made from drafts"), default=False)
    counts_subscriptions = models.BooleanField(_("count renewals of subscriptions"), default=False)
    # Which refs become tags, one in a line; "*" at the end stands for any end.
    tagged_refs = models.TextField(_("refs that become tags"), default=ANY_REF, blank=True)

    class Meta:
        verbose_name = _("counting of orders")
        verbose_name_plural = _("counting of orders")
        constraints = [
            models.UniqueConstraint("store", name="store_counts_in_one_way"),
            models.CheckConstraint(
                condition=Q(window_days__range=(rules.SHORTEST_DAYS, rules.LONGEST_DAYS)),
                name="window_has_a_sensible_length",
            ),
        ]

    def __str__(self) -> str:
        return f"Counting of store {self.store_id}"


class OrderSourceQuerySet(FencedQuerySet["OrderSource"]):
    def journey_due(self, now: datetime) -> Self:
        return self.filter(journey_due_at__lte=now)


class OrderSource(StoreOwned):
    """Where one order came from, once, and how far its attribution is."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    placed_at = models.DateTimeField()
    source = models.CharField(max_length=100, blank=True)
    medium = models.CharField(max_length=100, blank=True)
    campaign = models.CharField(max_length=100, blank=True)
    content = models.CharField(max_length=100, blank=True)
    term = models.CharField(max_length=100, blank=True)
    ref = models.CharField(max_length=255, blank=True)
    click_id_kind = models.CharField(max_length=16, blank=True)
    referrer_host = models.CharField(max_length=253, blank=True)
    landing_path = models.CharField(max_length=200, blank=True)

    # The store's choices when the order was first seen: later ones are for later orders.
    window_days = models.PositiveSmallIntegerField(default=rules.DEFAULT_DAYS)
    exclusion = models.CharField(max_length=12, choices=Exclusion, blank=True)
    frozen_at = models.DateTimeField()
    has_credit = models.BooleanField(default=False)
    # The last message that a person opened before; it earns nothing by that.
    opened_message_id = models.BigIntegerField(null=True)

    # When Shopify is asked next for the visits before it; null: not any more.
    journey_due_at = models.DateTimeField(null=True)
    journey_asked_count = models.PositiveSmallIntegerField(default=0)
    journey_ready_at = models.DateTimeField(null=True)
    # [{"at", "is_direct", "is_ours", "message", "template", "variant"}]; null: not told
    visits = models.JSONField(null=True)

    objects: ClassVar = FencedManager.from_queryset(OrderSourceQuerySet)()

    class Meta:
        verbose_name = _("source of an order")
        verbose_name_plural = _("sources of orders")
        constraints = [
            models.UniqueConstraint(fields=["store", "order"], name="order_has_one_source"),
        ]
        indexes = [
            # Journeys to ask for, of all stores.
            models.Index(
                fields=["journey_due_at", "id"],
                condition=Q(journey_due_at__isnull=False),
                name="journeys_due",
            ),
            # Figures by source over a stretch of days.
            models.Index(fields=["store", "placed_at"], name="sources_by_day"),
        ]

    def __str__(self) -> str:
        return " / ".join(filter(None, (self.source, self.medium, self.campaign)))


class Attribution(StoreOwned):
    """Who has the credit for one order, by one model. Without orders_count: nobody any more."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    model = models.CharField(max_length=10, choices=Model)
    message = models.ForeignKey(
        "messaging.Message", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    # Of a credit to words only, where the message is not known: their keys.
    template = models.CharField(max_length=100, blank=True)
    variant = models.CharField(max_length=100, blank=True)
    evidence = models.CharField(max_length=8, choices=Evidence, blank=True)
    touch_at = models.DateTimeField(null=True)

    placed_at = models.DateTimeField()
    orders_count = models.PositiveSmallIntegerField(default=0)
    currency = models.CharField(max_length=3)
    gross_minor = models.BigIntegerField(default=0)
    refund_minor = models.BigIntegerField(default=0)
    late_refund_minor = models.BigIntegerField(default=0)  # given back after it was frozen
    net_minor = models.GeneratedField(
        expression=F("gross_minor") - F("refund_minor") - F("late_refund_minor"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    # The same in the agency's currency, by the rate of the order's day, which stays. Null: there
    # was no rate.
    agency_currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=10, null=True)
    agency_gross_minor = models.BigIntegerField(null=True)
    agency_refund_minor = models.BigIntegerField(null=True)
    changes_count = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    frozen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("credit for an order")
        verbose_name_plural = _("credits for orders")
        constraints = [
            models.UniqueConstraint(fields=["store", "order", "model"], name="credited_once"),
            models.CheckConstraint(condition=Q(model__in=Model.values), name="model_is_known"),
            models.CheckConstraint(condition=Q(orders_count__lte=1), name="an_order_is_one_order"),
        ]
        indexes = [
            # What a message earned; and whose orders a verdict on its clicks concerns.
            models.Index(
                fields=["store", "message"],
                condition=Q(message__isnull=False),
                name="credits_of_message",
            ),
            # Figures of a store over a stretch of days, by model.
            models.Index(fields=["store", "model", "placed_at"], name="credits_by_day"),
            # What waits for a rate of exchange.
            models.Index(
                fields=["placed_at"], condition=Q(rate=None), name="credits_without_a_rate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} of order {self.order_id}"

    @property
    def standing(self) -> Standing:
        """As the ledger sees it."""
        if not self.orders_count:
            return Standing()
        return Standing(
            Holder(self.message_id, self.template, self.variant),
            Sums(
                self.orders_count,
                self.gross_minor,
                self.refund_minor,
                self.late_refund_minor,
                self.agency_gross_minor,
                self.agency_refund_minor,
            ),
        )


class AttributionEvent(StoreOwned):
    """One change of a credit, append-only (migration): their sums are the credit."""

    attribution = models.ForeignKey(
        Attribution, models.CASCADE, related_name="events", db_index=False
    )
    number = models.PositiveIntegerField()
    because = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Because])
    message_id = models.BigIntegerField(null=True)
    template = models.CharField(max_length=100, blank=True)
    variant = models.CharField(max_length=100, blank=True)
    evidence = models.CharField(max_length=8, choices=Evidence, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    orders = models.SmallIntegerField(default=0)
    gross_minor = models.BigIntegerField(default=0)
    refund_minor = models.BigIntegerField(default=0)
    late_refund_minor = models.BigIntegerField(default=0)
    agency_gross_minor = models.BigIntegerField(null=True)
    agency_refund_minor = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("change of a credit")
        verbose_name_plural = _("changes of credits")
        constraints = [
            # Also: the changes of a credit, in order.
            models.UniqueConstraint(fields=["attribution", "number"], name="changed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.because}"


class TagState(models.TextChoices):
    DUE = "DUE", _("To be written to Shopify")
    DONE = "DONE", _("Written to Shopify")
    REFUSED = "REFUSED", _("Shopify refused it")
    LOCAL = "LOCAL", _("Only here: the store is not connected")


class RefTag(StoreOwned):
    """A tag made from an order's ref, on its way to Shopify."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    tag = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=TagState, default=TagState.DUE)
    run_after = models.DateTimeField()
    tries_count = models.PositiveSmallIntegerField(default=0)
    detail = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("tag from a ref")
        verbose_name_plural = _("tags from refs")
        constraints = [
            models.UniqueConstraint(fields=["store", "order"], name="tagged_by_one_ref"),
            models.CheckConstraint(condition=Q(state__in=TagState.values), name="tag_state_known"),
        ]
        indexes = [
            # Tags to write, of all stores.
            models.Index(fields=["run_after", "id"], condition=Q(state="DUE"), name="ref_tags_due"),
        ]

    def __str__(self) -> str:
        return self.tag


class CurrencyRate(models.Model):
    """How much of a currency one euro was on a day, by the European Central Bank."""

    on = models.DateField()
    currency = models.CharField(max_length=3)
    per_euro = models.DecimalField(max_digits=18, decimal_places=8)

    class Meta:
        verbose_name = _("rate of exchange")
        verbose_name_plural = _("rates of exchange")
        constraints = [
            # Also: the rate of a day, or of the last one before it.
            models.UniqueConstraint(fields=["currency", "on"], name="one_rate_a_day"),
            models.CheckConstraint(condition=Q(per_euro__gt=0), name="rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} on {self.on}"
