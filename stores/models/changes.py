"""Who changed what; rows are written by triggers: see Note [Changes] in stores/recorded.py."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stores.owned import AgencyOwned


class ChangeDeed(models.TextChoices):
    ADDED = "ADDED", _("Added")
    CHANGED = "CHANGED", _("Changed")
    REMOVED = "REMOVED", _("Removed")


class Change(AgencyOwned):
    """One row of ours that was added, changed or removed, by whom and through which door.

    The application may read it and nothing else: no grant lets it write, and no person edits it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    # No constraint: that a store was removed is told of, and nothing here may be deleted with it.
    agency = models.ForeignKey(
        "stores.Agency",
        models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    store = models.ForeignKey(
        "stores.Store",
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    thing = models.CharField(max_length=63)  # the table
    thing_id = models.BigIntegerField()
    name = models.CharField(max_length=200, blank=True)  # what it was called then
    deed = models.CharField(max_length=8, choices=ChangeDeed)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField()
    who = models.CharField(max_length=40, blank=True)  # "user:3", "key:7"; "" for NotifyHub itself
    label = models.CharField(max_length=254, blank=True)  # their name then
    door = models.CharField(max_length=12, blank=True)  # "admin", "api", "job", "command"
    through = models.CharField(max_length=120, blank=True)  # which page, operation or job
    request = models.UUIDField(null=True)  # what one request did has one

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["agency", "at", "id"], name="changes_of_agency"),  # the list
            models.Index(fields=["agency", "thing", "thing_id", "at"], name="changes_of_thing"),
            models.Index(  # by person
                fields=["agency", "who", "at"], condition=~Q(who=""), name="changes_by_person"
            ),
            models.Index(fields=["at"], name="changes_by_age"),  # stores/recorded.py: drop_old
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.thing} {self.thing_id}"
