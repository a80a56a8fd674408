"""Up to when all is known of a store, and what had to be asked for since nobody told."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.models import Order
from stores.owned import StoreOwned


class Subject(models.TextChoices):
    """What a shop is asked about."""

    ORDERS = "ORDERS", _("Orders")
    CHECKOUTS = "CHECKOUTS", _("Baskets")
    CUSTOMERS = "CUSTOMERS", _("Customers")


class FindState(models.TextChoices):
    TAKEN = "TAKEN", _("Went its way")
    ASKED = "ASKED", _("Waits for a yes or no")
    YES = "YES", _("Its confirmation is to be sent")
    NO = "NO", _("Its confirmation is not to be sent")
    SENT = "SENT", _("Its confirmation was let go")
    LEFT = "LEFT", _("Its confirmation was not sent")


class Watermark(StoreOwned):
    """Up to when all of one subject is known of a store; and the pass that is under way, if any."""

    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    at = models.DateTimeField(_("known up to"))
    due_at = models.DateTimeField(_("looked at again"))
    claimed_until = models.DateTimeField(null=True)
    claim = models.UUIDField(default=uuid.uuid4, editable=False)
    # Where the pass under way goes on at Shopify; "" at its beginning.
    cursor = models.TextField(blank=True, default="")
    run = models.ForeignKey(
        "intake.Reconciliation",
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("pass under way"),
    )
    # Why it could not be looked at last; "" where it could.
    problem = models.CharField(_("problem"), max_length=300, blank=True, default="")
    failures_count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("watermark")
        verbose_name_plural = _("watermarks")
        constraints = [
            models.UniqueConstraint(fields=["store", "subject"], name="watermark_of_each_subject"),
        ]
        indexes = [
            # intake.reconcile, over all stores at once: hence no store in front
            models.Index(fields=["due_at", "id"], name="watermark_due"),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.at}"


class Reconciliation(StoreOwned):
    """One pass: all that changed since the watermark, compared with what is known."""

    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    since = models.DateTimeField(_("changes since"))
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    seen_count = models.PositiveIntegerField(_("looked at"), default=0)
    # Nothing had told of them, or not of their last change.
    missing_count = models.PositiveIntegerField(_("missing"), default=0)
    stale_count = models.PositiveIntegerField(_("out of date"), default=0)
    asked_count = models.PositiveIntegerField(_("wait for a yes or no"), default=0)
    unreadable_count = models.PositiveIntegerField(_("could not be read"), default=0)

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        indexes = [
            # The store's page, newest first, by keyset.
            models.Index(
                "store", F("started_at").desc(), F("id").desc(), name="reconciliations_of_store"
            ),
            # The store's page: those that found something.
            models.Index(
                "store",
                F("started_at").desc(),
                condition=Q(missing_count__gt=0) | Q(stale_count__gt=0),
                name="reconciliations_with_finds",
            ),
            # intake.forget_reconciliations
            models.Index(fields=["started_at"], name="reconciliations_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.started_at}"

    @property
    def found_count(self) -> int:
        return self.missing_count + self.stale_count


class Find(StoreOwned):
    """An order that no webhook had brought. What is too old to confirm unasked waits for staff."""

    run = models.ForeignKey(Reconciliation, models.CASCADE, related_name="finds", db_index=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    found_at = models.DateTimeField(_("found"))
    state = models.CharField(_("state"), max_length=8, choices=FindState, default=FindState.TAKEN)
    answered_by = models.CharField(_("answered by"), max_length=254, blank=True, default="")
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("find")
        verbose_name_plural = _("finds")
        constraints = [
            models.UniqueConstraint(fields=["store", "order"], name="order_found_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(state__in=["TAKEN", "ASKED"]),
                name="find_answered_has_an_answer",
            ),
        ]
        indexes = [
            # The banner, and what an answer still has to do.
            models.Index(
                fields=["store", "state", "id"],
                condition=Q(state__in=["ASKED", "YES", "NO"]),
                name="finds_open",
            ),
            models.Index(fields=["run"], name="finds_of_run"),  # the cascade of a forgotten pass
            models.Index(fields=["order"], name="finds_of_order"),  # the cascade of an order
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.state}"
