"""A template as people edit it, its blocks, and the frozen texts that are sent."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from templates_app.data import NotificationKind
from templates_app.models.owned import AgencyOrStoreOwned


class Template(AgencyOrStoreOwned):
    """The words of one kind, for all stores of an agency or for one of them."""

    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("in use"), default=True)
    texts = models.JSONField(_("own subject and preheader"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind"],
                condition=models.Q(store=None, is_active=True),
                name="an_agency_uses_one_template_a_kind",
            ),
            models.UniqueConstraint(
                fields=["store", "kind"],
                condition=models.Q(store__isnull=False, is_active=True),
                name="a_store_uses_one_template_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Block(AgencyOrStoreOwned):
    """One block of a template, with what was set in it."""

    template = models.ForeignKey(
        Template, models.CASCADE, related_name="blocks", verbose_name=_("template"), db_index=False
    )
    position = models.PositiveSmallIntegerField(_("position"))
    type = models.CharField(_("type"), max_length=32)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    is_locked = models.BooleanField(_("locked for stores"), default=False)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [
            # Also serves reading a template's blocks in order. Deferred: two may swap places.
            models.UniqueConstraint(
                fields=["template", "position"],
                name="one_block_a_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.type}"


class Revision(AgencyOrStoreOwned):
    """A text as it was published. Never changed (the database refuses it), hence safe to cache."""

    template = models.ForeignKey(
        Template, models.CASCADE, related_name="+", verbose_name=_("template"), db_index=False
    )
    number = models.PositiveIntegerField(_("number"))
    locales = ArrayField(models.CharField(max_length=16), verbose_name=_("languages"))
    sources = models.JSONField(_("sources"))  # {locale: {subject, preheader, html}}
    brand = models.JSONField(_("brand as it was"))
    fingerprint = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("published"))
    created_by = models.CharField(_("published by"), max_length=254)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            # Also serves current_revision(), which wants the last of a template.
            models.UniqueConstraint(fields=["template", "number"], name="numbered_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.template_id}/{self.number}"
