"""Keys by which programs come in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stores.owned import AgencyOwned
from stores.roles import Verb


class ApiKey(AgencyOwned):
    """`nh_live_<lookup>_<secret>`: the look-up part stands here, of the secret only its SHA-256.

    The secret has 256 random bits, so a plain hash keeps it (OWASP ASVS 5.0, 6.5.2 and 11.4).
    """

    name = models.CharField(_("name"), max_length=80)
    lookup = models.CharField(max_length=16, unique=True, editable=False)
    secret_hash = models.BinaryField(max_length=32, editable=False)
    is_test = models.BooleanField(_("test key: sandbox stores only"), default=False)
    verbs = ArrayField(
        models.CharField(max_length=32, choices=Verb),
        verbose_name=pgettext_lazy("is allowed to", "may"),
        default=list,
    )
    has_all_stores = models.BooleanField(_("all stores"), default=True)
    store_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    created_by = models.CharField(_("created by"), max_length=254, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        indexes = [
            models.Index(
                fields=["agency", "-created_at"], name="keys_of_agency"
            ),  # the admin's list
        ]

    def __str__(self) -> str:
        return self.name
