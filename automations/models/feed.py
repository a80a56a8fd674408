"""How far a store's rules have read its feed, and its orders."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from automations.models.rule import Rule
from stores.owned import StoreOwned


class RuleFeed(StoreOwned):
    """How far the rules of one store have read Activity. See Note [One reader] in feeding.py."""

    cursor_xid = models.BigIntegerField(default=0)
    cursor_id = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("place in a store's feed")
        verbose_name_plural = _("places in stores' feeds")
        constraints = [models.UniqueConstraint(fields=["store"], name="one_reader_per_store")]

    def __str__(self) -> str:
        return f"({self.cursor_xid}, {self.cursor_id})"


class RuleSweep(StoreOwned):
    """One walk of a rule over a store's orders, at one time; how far it has got."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    # The last order looked at, in the order of their numbers here.
    cursor_id = models.BigIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("walk over orders")
        verbose_name_plural = _("walks over orders")
        constraints = [
            models.UniqueConstraint(fields=["rule", "store", "due_at"], name="swept_once"),
        ]
        indexes = [
            # What is under way.
            models.Index(fields=["id"], condition=Q(done_at=None), name="rule_sweeps_open"),
            # What is over and may go.
            models.Index(
                fields=["done_at"], condition=Q(done_at__isnull=False), name="rule_sweeps_done"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.due_at}"
