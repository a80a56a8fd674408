"""A template as people edit it: its blocks, its variants, and whom it belongs to."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _

from templates_app.data import NotificationKind
from templates_app.models.owned import AgencyOrStoreOwned


class Template(AgencyOrStoreOwned):
    """The draft of one kind: an agency's for all its stores, or what one store does otherwise.

    An agency's holds every block. A store's holds only the blocks that differ from `base`, the
    agency's revision it builds on; a variant's only those that differ from its template.
    """

    public_id = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind)
    name = models.CharField(_("name"), max_length=120)
    # Block keys in their order; empty: as one layer below. See inheriting.arranged().
    order = models.JSONField(_("order of blocks"), default=list, blank=True)
    base = models.ForeignKey(
        "templates_app.Revision",
        models.RESTRICT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        verbose_name=_("the agency's revision it builds on"),
    )
    # Counted up with each saved draft: who saves from an older one is told, and overwrites nothing.
    version = models.PositiveIntegerField(_("version of the draft"), default=1)
    created_at = models.DateTimeField(_("created"))
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.CharField(_("changed by"), max_length=254)
    # Who has it open in an editor, told every half minute; a courtesy, not a lock.
    opened_by = models.CharField(_("open at"), max_length=254, blank=True)
    opened_at = models.DateTimeField(_("open since"), null=True, blank=True)
    # A publication to come: what was frozen when it was scheduled, not the draft of that day.
    publish_at = models.DateTimeField(_("publishes at"), null=True, blank=True)
    publish_by = models.CharField(_("scheduled by"), max_length=254, blank=True)
    publish_note = models.CharField(_("why"), max_length=500, blank=True)
    publish_wording = models.ForeignKey(
        "templates_app.Wording",
        models.RESTRICT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        verbose_name=_("words to be published"),
    )

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        constraints = [
            # Both also serve finding a template by its kind.
            models.UniqueConstraint(
                fields=["agency", "kind"],
                condition=models.Q(store=None),
                name="an_agency_has_one_template_a_kind",
            ),
            models.UniqueConstraint(
                fields=["store", "kind"],
                condition=models.Q(store__isnull=False),
                name="a_store_has_one_template_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(publish_at=None) | models.Q(publish_wording__isnull=False),
                name="a_scheduled_publication_has_words",
            ),
        ]
        indexes = [
            # publishing.publish_due()
            models.Index(
                fields=["publish_at"],
                condition=models.Q(publish_at__isnull=False),
                name="template_due",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Variant(AgencyOrStoreOwned):
    """Another wording of a template, to be tested against it."""

    template = models.ForeignKey(
        Template, models.CASCADE, related_name="variants", verbose_name=_("template")
    )
    label = models.CharField(_("label"), max_length=8)  # "B"; the template itself is "A"
    name = models.CharField(_("name"), max_length=120)
    order = models.JSONField(_("order of blocks"), default=list, blank=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints = [
            models.UniqueConstraint(fields=["template", "label"], name="one_variant_a_label"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.name}"


class Block(AgencyOrStoreOwned):
    """One block of a draft, with what was set in it."""

    template = models.ForeignKey(
        Template, models.CASCADE, related_name="blocks", verbose_name=_("template"), db_index=False
    )
    variant = models.ForeignKey(
        Variant, models.CASCADE, related_name="blocks", null=True, blank=True, db_index=False
    )
    key = models.CharField(_("name within the mail"), max_length=48)
    type = models.CharField(_("type"), max_length=32)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    is_locked = models.BooleanField(_("locked for stores"), default=False)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [
            # Also serves reading the blocks of a template.
            models.UniqueConstraint(
                fields=["template", "variant", "key"], nulls_distinct=False, name="one_block_a_key"
            ),
            models.CheckConstraint(
                condition=models.Q(store=None, variant=None) | models.Q(is_locked=False),
                name="only_an_agency_locks",
            ),
        ]

    def __str__(self) -> str:
        return self.key
