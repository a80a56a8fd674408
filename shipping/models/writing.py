"""What Shopify is to be told of our parcels, and files of parcels that are read in."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.models import Order
from shipping.models.parcel import Direction, Parcel
from stores.owned import StoreOwned


class WriteState(models.TextChoices):
    DUE = "DUE", _("Shopify is told in a moment")
    DONE = "DONE", _("Shopify knows")
    REFUSED = "REFUSED", _("Shopify could not be told")
    LOCAL = "LOCAL", _("Known here only: no connection to Shopify")


class ParcelWriteBack(StoreOwned):
    """That Shopify is to have a parcel's number: one row a parcel, however often it changes.

    The row says that there is something to tell; what it is, the parcel says when it is told.
    """

    parcel = models.OneToOneField(Parcel, models.CASCADE, related_name="write_back")
    state = models.CharField(max_length=8, choices=WriteState, default=WriteState.DUE)
    actor = models.CharField(max_length=254, blank=True)
    asked_at = models.DateTimeField()
    run_after = models.DateTimeField()
    tries_count = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    # The last thing Shopify said, or why it could not be asked.
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("number for Shopify")
        verbose_name_plural = _("numbers for Shopify")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WriteState.values), name="write_back_state_is_known"
            ),
        ]
        indexes = [
            # What is due, of all stores.
            models.Index(
                fields=["run_after", "id"],
                condition=Q(state="DUE"),
                name="parcels_to_write_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.state}"


class ParcelImport(StoreOwned):
    """A file of parcels: first looked through, then read in by a person's word."""

    class State(models.TextChoices):
        CHECKED = "CHECKED", _("Looked through")
        RUNNING = "RUNNING", _("Under way")
        DONE = "DONE", _("Done")
        CANCELLED = "CANCELLED", _("Stopped")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("file"), max_length=200)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.CHECKED)
    # How the file was written, for whoever wonders: {"encoding", "delimiter", "columns"}.
    shape = models.JSONField(default=dict)
    tells_buyers = models.BooleanField(_("buyers are told"), default=True)
    tells_shopify = models.BooleanField(_("Shopify is told"), default=False)
    rows_count = models.PositiveIntegerField(default=0)
    actor = models.CharField(_("who"), max_length=254)
    created_at = models.DateTimeField(_("uploaded"))
    begun_at = models.DateTimeField(_("begun"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("file of parcels")
        verbose_name_plural = _("files of parcels")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["CHECKED", "RUNNING", "DONE", "CANCELLED"]),
                name="import_state_is_known",
            ),
        ]
        indexes = [
            # The list, newest first.
            models.Index("store", F("created_at").desc(), F("id").desc(), name="imports_newest"),
            # What there is to do.
            models.Index(fields=["id"], condition=Q(state="RUNNING"), name="imports_at_work"),
        ]

    def __str__(self) -> str:
        return self.name


class ParcelImportRow(StoreOwned):
    """One line of such a file, as it was written, and what became of it."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waits")
        BAD = "BAD", _("Cannot be read in")
        ADDED = "ADDED", _("Added")
        KNOWN = "KNOWN", _("Known already")
        REFUSED = "REFUSED", _("Refused")

    source = models.ForeignKey(ParcelImport, models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField(_("line"))
    order = models.ForeignKey(Order, models.CASCADE, null=True, related_name="+", db_index=False)
    order_name = models.CharField(_("order"), max_length=64, blank=True)
    number = models.CharField(_("tracking number"), max_length=200, blank=True)
    carrier = models.CharField(_("carrier"), max_length=100, blank=True)
    url = models.TextField(blank=True)
    shipped_at = models.CharField(_("shipped"), max_length=64, blank=True)
    direction = models.CharField(max_length=32, blank=True, default=Direction.OUT)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    said = models.CharField(_("what to do"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("line of a file")
        verbose_name_plural = _("lines of a file")
        constraints = [
            models.UniqueConstraint(fields=["source", "line"], name="import_line_known_once"),
            models.CheckConstraint(
                condition=Q(state__in=["WAITING", "BAD", "ADDED", "KNOWN", "REFUSED"]),
                name="import_row_state_is_known",
            ),
        ]
        indexes = [
            # What is to be read in next, and what could not be.
            models.Index(fields=["source", "state", "line"], name="import_rows_by_state"),
            # Erasure.
            models.Index(fields=["store", "order"], name="import_rows_of_order"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.number}"
