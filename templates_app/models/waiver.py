"""What a linter found and somebody let pass: who, when and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from templates_app.models.owned import AgencyOrStoreOwned
from templates_app.models.template import Template


class Waiver(AgencyOrStoreOwned):
    """It holds for one rule in one block of one template, until it is taken back."""

    template = models.ForeignKey(
        Template,
        models.CASCADE,
        related_name="waivers",
        verbose_name=_("template"),
        db_index=False,
    )
    rule = models.CharField(_("rule"), max_length=8)
    block_key = models.CharField(_("block"), max_length=48, blank=True)  # "": the whole mail
    reason = models.CharField(_("why"), max_length=500)
    created_at = models.DateTimeField(_("let pass"))
    created_by = models.CharField(_("let pass by"), max_length=254)

    class Meta:
        verbose_name = _("finding let pass")
        verbose_name_plural = _("findings let pass")
        constraints = [
            # Also serves waiving.waivers_of().
            models.UniqueConstraint(
                fields=["template", "rule", "block_key"], name="one_waiver_a_finding"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_waiver_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.block_key}"
