"""What buyers asked of their data: copies made of it, and the tombstones of what was erased."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import EncryptedTextField
from stores.owned import StoreOwned


class AskedBy(models.TextChoices):
    """Through which door somebody asked."""

    SHOPIFY = "SHOPIFY", _("Shopify, for the buyer")
    STAFF = "STAFF", _("Staff")
    PROGRAM = "PROGRAM", _("A program")


class ErasureKind(models.TextChoices):
    CUSTOMER = "CUSTOMER", _("One buyer")
    SHOP = "SHOP", _("All buyers of the store")


class Tombstone(StoreOwned):
    """An erasure that was done. The same stands in the ledger, outside of every dump.

    See Note [The ledger outlives the dump] in stores/ledger.py. It names nobody: `who` holds keyed
    hashes, by which rows of a restored dump are found again.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("what"), max_length=12, choices=ErasureKind)
    who = ArrayField(models.CharField(max_length=32), default=list)
    key_name = models.CharField(max_length=8)  # by which key `who` was made
    asked_by = models.CharField(_("asked by"), max_length=12, choices=AskedBy)
    actor = models.CharField(_("who"), max_length=254, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    orders_count = models.PositiveIntegerField(_("orders"), default=0)
    erased_at = models.DateTimeField(_("erased"))
    replayed_at = models.DateTimeField(_("replayed"), null=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ErasureKind.values), name="erasure_kind_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["store", "erased_at", "id"], name="erasures_of_store"),  # the list
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.erased_at:%Y-%m-%d %H:%M}"


class ShopErasureState(models.TextChoices):
    WAITING = "WAITING", _("Is being done")
    DONE = "DONE", _("Done")
    FAILED = "FAILED", _("Could not be done")


class ShopErasure(StoreOwned):
    """That staff want all buyers of a store erased. A job does it, in one transaction.

    The tombstone that follows has the same `public_id`, so that a job that died between the ledger
    and the commit writes the same line again, and leaves none without its row.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_by = models.CharField(_("asked by"), max_length=12, choices=AskedBy)
    actor = models.CharField(_("who"), max_length=254, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(
        _("state"), max_length=12, choices=ShopErasureState, default=ShopErasureState.WAITING
    )
    tries_count = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    run_after = models.DateTimeField()
    trouble = models.CharField(max_length=300, blank=True)
    orders_count = models.PositiveIntegerField(_("orders"), default=0)
    done_at = models.DateTimeField(_("done"), null=True)

    class Meta:
        verbose_name = _("erasure of all buyers")
        verbose_name_plural = _("erasures of all buyers")
        constraints = [
            models.UniqueConstraint(
                fields=["store"], condition=Q(state="WAITING"), name="shop_is_being_erased_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="DONE") | Q(done_at__isnull=False),
                name="erased_shop_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["store", "asked_at", "id"], name="shop_erasures_of_store"),  # list
            models.Index(  # what is to be done, of all stores
                fields=["run_after"], condition=Q(state="WAITING"), name="shop_erasures_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.asked_at:%Y-%m-%d %H:%M}"


class ExportState(models.TextChoices):
    WAITING = "WAITING", _("Is being made")
    READY = "READY", _("Ready")
    FAILED = "FAILED", _("Could not be made")
    OVER = "OVER", _("Dropped after its time")
    ERASED = "ERASED", _("Dropped: the buyer was erased")


class DataExport(StoreOwned):
    """A copy of everything kept of one buyer, asked for by them or by staff, due in 30 days."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_by = models.CharField(_("asked by"), max_length=12, choices=AskedBy)
    actor = models.CharField(_("who"), max_length=254, blank=True)
    # Shopify's number of the request, so that a repeated webhook is the same request.
    request_id = models.BigIntegerField(null=True)
    # Whom it is about; emptied when the copy is dropped. `who` finds it when they are erased.
    email = EncryptedTextField(_("e-mail"), blank=True)
    customer_shopify_id = models.BigIntegerField(null=True)
    order_shopify_ids = ArrayField(models.BigIntegerField(), default=list)
    who = ArrayField(models.CharField(max_length=32), default=list)
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(
        _("state"), max_length=12, choices=ExportState, default=ExportState.WAITING
    )
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    tries_count = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    run_after = models.DateTimeField()
    trouble = models.CharField(max_length=300, blank=True)
    rows_count = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(_("made"), null=True)
    kept_until = models.DateTimeField(_("kept until"), null=True)
    taken_at = models.DateTimeField(_("downloaded"), null=True)
    taken_by = models.CharField(max_length=254, blank=True)
    taken_count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("copy of a buyer's data")
        verbose_name_plural = _("copies of buyers' data")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "request_id"],
                condition=Q(request_id__isnull=False),
                name="data_request_is_kept_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.READY) | Q(kept_until__isnull=False),
                name="ready_export_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["store", "asked_at", "id"], name="exports_of_store"),  # the list
            models.Index(  # what is to be made, of all stores
                fields=["run_after"], condition=Q(state="WAITING"), name="exports_due"
            ),
            models.Index(  # what is to be dropped, of all stores
                fields=["kept_until"], condition=Q(state="READY"), name="exports_by_age"
            ),
            models.Index(  # desk/findings.py: asked for, and not handed over
                fields=["store", "due_at"],
                condition=Q(taken_at=None, state__in=["WAITING", "READY", "FAILED"]),
                name="exports_open",
            ),
            GinIndex(fields=["who"], name="exports_of_somebody"),  # erasing finds them
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.asked_at:%Y-%m-%d %H:%M}"


class ExportArchive(StoreOwned):
    """The copy itself: a ZIP, sealed with NOTIFYHUB_ENCRYPTION_KEYS. Goes when its time is over."""

    export = models.OneToOneField(
        DataExport, models.CASCADE, primary_key=True, related_name="archive"
    )
    sealed = models.BinaryField()
    byte_count = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("archive of a buyer's data")
        verbose_name_plural = _("archives of buyers' data")

    def __str__(self) -> str:
        return f"Archive of export {self.export_id}"
