"""A rule of an agency, and its words as they were each time they changed."""

from typing import ClassVar, Self

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import EncryptedTextField
from stores.models import Store
from stores.owned import AgencyOwned, FencedManager, FencedQuerySet


class RuleState(models.TextChoices):
    OFF = "OFF", _("Off")
    ON = "ON", _("On")
    REMOVED = "REMOVED", _("Removed")


class RuleQuerySet(FencedQuerySet["Rule"]):
    def standing(self) -> Self:
        """Those that were not removed."""
        return self.exclude(state=RuleState.REMOVED)

    def on(self) -> Self:
        return self.filter(state=RuleState.ON)

    def of_store(self, store: Store) -> Self:
        """Those that hold for the store, in the order in which they run."""
        rows = self.filter(Q(store=None) | Q(store=store), agency_id=store.agency_id)
        return rows.order_by("position", "id")


RuleManager = FencedManager.from_queryset(RuleQuerySet)


class Rule(AgencyOwned):
    """When this happens to an order, and this holds, then that is done.

    `definition` is checked against automations/vocabulary.py where it is written.
    """

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    # Null: every store of the agency, also those that it connects tomorrow.
    store = models.ForeignKey(Store, models.CASCADE, null=True, related_name="+", db_index=False)
    name = models.CharField(_("name"), max_length=120)
    definition = models.JSONField(_("rule"))
    # Counts its words: a run says by which it ran, and ends by them.
    version = models.PositiveIntegerField(default=1, editable=False)
    # Those of one fact run in this order; among equals the older first.
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    state = models.CharField(_("state"), max_length=8, choices=RuleState, default=RuleState.OFF)
    # What happened before is none of its business.
    on_since = models.DateTimeField(_("on since"), null=True, editable=False)
    # The same in transactions: facts of later ones are its business. See feeding.py.
    on_xid = models.BigIntegerField(default=0, editable=False)
    # Which recipe it was made of; "": none.
    recipe = models.CharField(max_length=40, blank=True, default="", editable=False)
    # Signs what it posts; made when it first posts anything.
    secret = EncryptedTextField(blank=True, default="", editable=False)
    # When it was last stopped from running too often. See Note [The fuse] in fuses.py.
    fused_at = models.DateTimeField(_("stopped itself"), null=True, editable=False)

    created_by = models.CharField(_("created by"), max_length=254, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), editable=False)
    changed_by = models.CharField(_("changed by"), max_length=254, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), editable=False)

    objects: ClassVar[RuleManager["Rule"]] = RuleManager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RuleState.values), name="rule_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="ON") | Q(on_since__isnull=False), name="rule_is_on_since"
            ),
        ]
        indexes = [
            # The list, newest first.
            models.Index("agency", F("created_at").desc(), F("id").desc(), name="rules_newest"),
            # Those that may run in an agency's stores.
            models.Index(fields=["agency", "store"], condition=Q(state="ON"), name="rules_on"),
        ]

    def __str__(self) -> str:
        return self.name


class RuleVersion(AgencyOwned):
    """The words of a rule from one change to the next; never edited."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    actor = models.CharField(max_length=254, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of a rule")
        verbose_name_plural = _("versions of rules")
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="rule_version_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} ({self.number})"
