"""What was published: frozen words, and the numbered revisions that say who sends them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.owned import AgencyOwned
from templates_app.data import NotificationKind
from templates_app.models.owned import AgencyOrStoreOwned
from templates_app.models.template import Template


class Wording(AgencyOwned):
    """A whole mail in every language, kept once however many stores send it. Never changed.

    (But for its proof, which comes after.)
    """

    fingerprint = models.CharField(max_length=64, editable=False)
    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind)
    locales = ArrayField(models.CharField(max_length=16), verbose_name=_("languages"))
    sources = models.JSONField(_("sources"))  # {locale: {subject, preheader, short, html}}
    # The blocks it was made of: [{key, type, settings, is_locked, origin}]; see inheriting.Placed.
    blocks = models.JSONField(_("blocks"))
    created_at = models.DateTimeField(_("created"))
    # How mails may be made of it, in each language: see proving.py. db_default: workers of the
    # version before publish on.
    proof = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        constraints = [
            models.UniqueConstraint(fields=["agency", "fingerprint"], name="worded_once"),
        ]

    def __str__(self) -> str:
        return self.fingerprint[:12]


class Revision(AgencyOrStoreOwned):
    """Words and brand as they were published. Never changed (the database refuses it).

    The last of a store is what it sends. A store that has none sends the agency's last, in the
    store's own brand.
    """

    template = models.ForeignKey(
        Template, models.CASCADE, related_name="+", verbose_name=_("template"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind)
    number = models.PositiveIntegerField(_("number"))
    wording = models.ForeignKey(Wording, models.RESTRICT, related_name="+", db_index=False)
    brand = models.JSONField(_("brand as it was"))
    note = models.CharField(_("why"), max_length=500, blank=True)
    # What lint findings were let pass, and why: [{rule, place, reason}].
    waived = models.JSONField(_("findings let pass"), default=list, blank=True)
    restores = models.ForeignKey(
        "self", models.RESTRICT, related_name="+", null=True, blank=True, db_index=False
    )
    # The agency's revision that a store's was made upon: what it changed is told apart by it.
    base = models.ForeignKey(
        "self", models.RESTRICT, related_name="+", null=True, blank=True, db_index=False
    )
    created_at = models.DateTimeField(_("published"))
    created_by = models.CharField(_("published by"), max_length=254)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            # Also serves current_revision() and the history of a store or an agency.
            models.UniqueConstraint(
                fields=["agency", "store", "kind", "number"],
                nulls_distinct=False,
                name="numbered_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def fingerprint(self) -> str:
        return self.wording.fingerprint

    @property
    def proof(self) -> dict[str, Any]:
        proof: dict[str, Any] = self.wording.proof
        return proof

    @property
    def locales(self) -> list[str]:
        return self.wording.locales

    @property
    def sources(self) -> dict[str, dict[str, str]]:
        sources: dict[str, dict[str, str]] = self.wording.sources
        return sources

    @property
    def blocks(self) -> list[dict[str, Any]]:
        blocks: list[dict[str, Any]] = self.wording.blocks
        return blocks


class VariantWording(AgencyOrStoreOwned):
    """What a variant said in a revision, beside the revision's own words."""

    revision = models.ForeignKey(
        Revision, models.CASCADE, related_name="variants", verbose_name=_("revision")
    )
    label = models.CharField(_("label"), max_length=8)
    name = models.CharField(_("name"), max_length=120)
    wording = models.ForeignKey(Wording, models.RESTRICT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("wording of a variant")
        verbose_name_plural = _("wordings of variants")
        constraints = [
            models.UniqueConstraint(fields=["revision", "label"], name="one_wording_a_variant"),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.label}"
