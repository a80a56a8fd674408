"""Which arm of a test a buyer or an order was given, and keeps."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.owned import StoreOwned

# Message.unit_hash where the buyer asked to be forgotten: in a test, but nobody.
FORGOTTEN_UNIT: Final = 0


class Assignment(StoreOwned):
    """Written before the words are; whoever comes again gets the same arm, whatever the weights.

    `unit_hash` is keyed by the test's salt: it tells nobody who the buyer is.
    """

    experiment = models.ForeignKey(
        "templates_app.Experiment", models.CASCADE, related_name="+", db_index=False
    )
    unit_hash = models.BigIntegerField()
    arm = models.PositiveSmallIntegerField()
    epoch = models.PositiveSmallIntegerField()
    assigned_at = models.DateTimeField()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            # Also serves looking up what a buyer has.
            models.UniqueConstraint(fields=["experiment", "unit_hash"], name="assigned_once"),
        ]

    def __str__(self) -> str:
        return f"{self.experiment_id}: {self.arm}"
