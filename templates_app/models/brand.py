"""How an agency or a store looks in its mails."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from templates_app.models.owned import AgencyOrStoreOwned


class Brand(AgencyOrStoreOwned):
    """Empty means inherited: a store's from the agency's, the agency's from our defaults."""

    class Font(models.TextChoices):
        SANS = "SANS", _("Arial")
        SERIF = "SERIF", _("Georgia")
        HUMANIST = "HUMANIST", _("Verdana")
        SYSTEM = "SYSTEM", _("the reader's own")
        MIXED = "MIXED", _("Georgia over Arial")

    # A web address; of a picture of ours the path alone, see picture_addresses.py.
    logo_url = models.CharField(_("logo"), max_length=500, blank=True)
    logo_width = models.PositiveSmallIntegerField(_("logo width in pixels"), null=True, blank=True)
    accent = models.CharField(_("accent colour"), max_length=7, blank=True)
    text = models.CharField(_("text colour"), max_length=7, blank=True)
    ground = models.CharField(_("ground colour"), max_length=7, blank=True)
    font = models.CharField(_("font"), max_length=12, choices=Font, blank=True)
    footer = models.TextField(_("footer"), max_length=1000, blank=True)
    legal = models.TextField(_("legal lines"), max_length=1000, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    social = models.JSONField(_("social links"), default=dict, blank=True)
    changed_at = models.DateTimeField(_("changed"))
    # Fields that changed since audits were last opened for it: see auditing.audit_brand_changes().
    to_audit = ArrayField(models.CharField(max_length=24), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        constraints = [
            # Both also serve resolved_brand().
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(store=None), name="one_brand_an_agency"
            ),
            models.UniqueConstraint(
                fields=["store"], condition=models.Q(store__isnull=False), name="one_brand_a_store"
            ),
        ]
        indexes = [
            # auditing.audit_brand_changes()
            models.Index(
                fields=["changed_at"], condition=~models.Q(to_audit=[]), name="brands_to_audit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
