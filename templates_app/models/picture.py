"""Pictures that mails show: who has them, and apart from that their bytes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.owned import AgencyOwned
from templates_app.models.owned import AgencyOrStoreOwned


class PictureContent(AgencyOwned):
    """The bytes of a picture, kept once an agency. Wide and cold; never changed."""

    digest = models.BinaryField(max_length=32, editable=False)  # SHA-256 of `data`
    data = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("content of a picture")
        verbose_name_plural = _("contents of pictures")
        constraints = [
            models.UniqueConstraint(fields=["agency", "digest"], name="pictured_once"),
        ]

    def __str__(self) -> str:
        return bytes(self.digest).hex()[:12]


class Picture(AgencyOrStoreOwned):
    """A picture of an agency's, or of one store's.

    Removed, it is offered no longer, but mails that were sent still show it: see removal.py.
    """

    class Form(models.TextChoices):
        PNG = "PNG", "PNG"
        JPEG = "JPEG", "JPEG"

    content = models.ForeignKey(
        PictureContent, models.RESTRICT, related_name="+", verbose_name=_("content")
    )
    token = models.CharField(max_length=32, unique=True, editable=False)  # also finds it at /i/…
    name = models.CharField(_("name"), max_length=120)
    form = models.CharField(_("format"), max_length=4, choices=Form)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    byte_count = models.PositiveIntegerField(_("size"))
    # What became of the file that was uploaded: codes of pictures.CHANGES.
    changes = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    # A brand has shown it once, so mails that were sent may.
    was_worn = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("uploaded"))
    created_by = models.CharField(_("uploaded by"), max_length=254)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    removed_by = models.CharField(_("removed by"), max_length=254, blank=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "store", "content"], nulls_distinct=False, name="kept_once_each"
            ),
        ]
        indexes = [
            # The list of pictures and the picker.
            models.Index(
                fields=["agency", "-created_at", "-id"],
                condition=models.Q(removed_at=None),
                name="pictures_offered",
            ),
            # removal.forget_pictures()
            models.Index(
                fields=["removed_at"],
                condition=models.Q(removed_at__isnull=False),
                name="pictures_removed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where it is served, without the host: what a brand keeps."""
        return f"/i/{self.token}.{'png' if self.form == self.Form.PNG else 'jpg'}"
