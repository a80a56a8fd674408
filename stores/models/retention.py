"""How long each store keeps what, and what was last dropped for it."""

from typing import Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.owned import StoreOwned

# The bounds of each time: at least and at most.
WEBHOOKS_DAYS: Final = (1, 30)
WORDS_DAYS: Final = (30, 3650)
BASKETS_DAYS: Final = (7, 730)
EXPORTS_DAYS: Final = (1, 30)
ORDERS_MONTHS: Final = (3, 120)
CHANGES_MONTHS: Final = (12, 120)


def _between(bounds: tuple[int, int]) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(bounds[0]), MaxValueValidator(bounds[1])]


class Retention(StoreOwned):
    """What a store chose to keep how long. Stores without a row keep to the defaults.

    Words of mails are Store.words_kept_days, where they were before this table was.
    """

    webhooks_days = models.PositiveSmallIntegerField(
        _("Shopify's webhooks as they came"), default=30, validators=_between(WEBHOOKS_DAYS)
    )
    baskets_days = models.PositiveSmallIntegerField(
        _("baskets that were left"), default=180, validators=_between(BASKETS_DAYS)
    )
    exports_days = models.PositiveSmallIntegerField(
        _("copies of a buyer's data"), default=14, validators=_between(EXPORTS_DAYS)
    )
    # None: for as long as the store is connected.
    orders_months = models.PositiveSmallIntegerField(
        _("who bought"), null=True, blank=True, validators=_between(ORDERS_MONTHS)
    )
    changed_at = models.DateTimeField(null=True)
    changed_by = models.CharField(max_length=254, blank=True)

    class Meta:
        verbose_name = _("retention")
        verbose_name_plural = _("retention")
        constraints = [
            models.UniqueConstraint("store", name="store_has_one_retention"),
            models.CheckConstraint(
                condition=models.Q(
                    webhooks_days__range=WEBHOOKS_DAYS,
                    baskets_days__range=BASKETS_DAYS,
                    exports_days__range=EXPORTS_DAYS,
                )
                & (models.Q(orders_months=None) | models.Q(orders_months__range=ORDERS_MONTHS)),
                name="retention_is_within_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"Retention of store {self.store_id}"


class Dropped(StoreOwned):
    """What was last dropped of one sort, and how much in all."""

    sort = models.CharField(max_length=16)
    looked_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)  # when something was there to drop
    last_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("what was dropped")
        verbose_name_plural = _("what was dropped")
        constraints = [models.UniqueConstraint(fields=["store", "sort"], name="dropped_by_sort")]

    def __str__(self) -> str:
        return f"{self.sort} of store {self.store_id}"
