"""What a store decided to see of its readers, and on what ground."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.models.stores import TrackingMode
from stores.owned import StoreOwned


class TrackingDecision(StoreOwned):
    """One decision, never edited: the last one holds (Store.tracking_mode says the same)."""

    mode = models.CharField(_("opens and clicks"), max_length=12, choices=TrackingMode, blank=True)
    basis = models.TextField(_("legal basis"), blank=True)
    actor = models.CharField(_("who"), max_length=254)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("decision on opens and clicks")
        verbose_name_plural = _("decisions on opens and clicks")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mode__in=["", *TrackingMode.values]),
                name="tracking_decision_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(mode=TrackingMode.INDIVIDUAL) | ~models.Q(basis=""),
                name="seeing_individuals_has_a_basis",
            ),
        ]
        indexes = [
            # The last decision, and all of them, of a store.
            models.Index("store", models.F("at").desc(), name="tracking_decisions"),
        ]

    def __str__(self) -> str:
        return f"{self.mode or 'by country'} ({self.actor})"
