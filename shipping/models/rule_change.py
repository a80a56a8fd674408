"""Who changed which rule of a store, when, and from what to what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.owned import StoreOwned


class Subject(models.TextChoices):
    """What kind of rule it was."""

    PROCESSING = "PROCESSING", _("Processing time")
    COLLECTION = "COLLECTION", _("Products of a collection")
    CALENDAR = "CALENDAR", _("Calendar")
    TRANSIT = "TRANSIT", _("Transit time")
    SETTINGS = "SETTINGS", _("Delivery settings")


class RuleChange(StoreOwned):
    """One change of a store's delivery rules, also of those that are gone.

    The number of a store's newest is the version of its rules: see Note [Rules have a version].
    """

    subject = models.CharField(_("what"), max_length=10, choices=Subject)
    name = models.CharField(_("name"), max_length=300, blank=True)
    # As it was and as it is; null: it was not there, or is no longer.
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField(_("when"))
    actor = models.CharField(_("who"), max_length=254, blank=True)

    class Meta:
        verbose_name = _("change of a rule")
        verbose_name_plural = _("changes of rules")
        indexes = [
            # The newest of a store: what the page lists, and the version of its rules.
            models.Index(fields=["store", "id"], name="rule_changes_of_store"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.name}"
