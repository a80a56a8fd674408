"""Where another program listens, and what its people are told when it does not."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import EncryptedTextField
from stores.models import Store, User
from stores.owned import AgencyOwned, FencedManager, FencedQuerySet


class EndpointState(models.TextChoices):
    ACTIVE = "ACTIVE", _("Gets events")
    PAUSED = "PAUSED", _("Paused: events wait")
    DISABLED = "DISABLED", _("Switched off: events wait")
    # Its rows are taken away bit by bit; nobody sees it any more.
    REMOVED = "REMOVED", _("Removed")


class DisabledBecause(models.TextChoices):
    GONE = "GONE", _("It answered 410: nobody wants events there any more")
    FAILING = "FAILING", _("For five days it took no event")


class EndpointQuerySet(FencedQuerySet["Endpoint"]):
    def standing(self) -> Self:
        """Those that were not removed."""
        return self.exclude(state=EndpointState.REMOVED)

    def ready(self, now: datetime) -> Self:
        """Those that may be called now."""
        rests = Q(rests_until__gt=now)
        return self.filter(state=EndpointState.ACTIVE).exclude(rests)


EndpointManager = FencedManager.from_queryset(EndpointQuerySet)


class Endpoint(AgencyOwned):
    """One address that events are posted to: those of one store, or of the whole agency.

    `cursor_xid`, `cursor_id` say how far it has read the feed of Activity: see
    Note [Each event once] in outbound/feeding.py.
    """

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    # Null: every store of the agency, also those that it connects tomorrow.
    store = models.ForeignKey(Store, models.CASCADE, null=True, related_name="+", db_index=False)
    url = models.CharField(_("address"), max_length=2000)
    description = models.CharField(_("what it is for"), max_length=200, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=24),  # of ActivityKind, checked where it is written
        verbose_name=_("events"),
        default=list,
        blank=True,
        help_text=_("Empty: all, also those that come with later versions."),
    )
    # See Note [Sandboxes and webhooks] in outbound/feeding.py.
    is_test = models.BooleanField(
        _("test endpoint: gets events of sandbox stores only"), default=False
    )
    # `whsec_…`; the one before lives on until its end, so that receivers can change over.
    secret = EncryptedTextField(_("signing secret"), editable=False)
    previous_secret = EncryptedTextField(blank=True, default="", editable=False)
    previous_secret_ends_at = models.DateTimeField(null=True, editable=False)
    rotated_at = models.DateTimeField(_("secret changed"), null=True, editable=False)

    state = models.CharField(
        _("state"), max_length=8, choices=EndpointState, default=EndpointState.ACTIVE
    )
    disabled_because = models.CharField(
        _("switched off because"), max_length=8, choices=DisabledBecause, blank=True, default=""
    )
    disabled_at = models.DateTimeField(_("switched off"), null=True, editable=False)

    # How it fares. See Note [A receiver that is down] in outbound/recording.py.
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    failures_count = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    last_error = models.CharField(_("last failure"), max_length=300, blank=True, default="")
    rests_until = models.DateTimeField(_("next try"), null=True, editable=False)
    is_slow = models.BooleanField(_("answers slowly"), default=False, editable=False)
    delivered_at = models.DateTimeField(_("last delivery"), null=True, editable=False)

    cursor_xid = models.BigIntegerField(default=0, editable=False)
    cursor_id = models.BigIntegerField(default=0, editable=False)
    # Whose turn it is: the one that was served longest ago.
    served_at = models.DateTimeField(null=True, editable=False)

    created_by = models.CharField(_("created by"), max_length=254, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"))
    changed_at = models.DateTimeField(_("changed"), editable=False)

    objects: ClassVar[EndpointManager["Endpoint"]] = EndpointManager()

    class Meta:
        verbose_name = _("endpoint")
        verbose_name_plural = _("endpoints")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=EndpointState.values), name="endpoint_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="DISABLED") | (~Q(disabled_because="") & ~Q(disabled_at=None)),
                name="disabled_endpoint_says_why",
            ),
            models.CheckConstraint(
                condition=Q(previous_secret="") | Q(previous_secret_ends_at__isnull=False),
                name="previous_secret_has_an_end",
            ),
        ]
        indexes = [
            # The list, newest first.
            models.Index("agency", F("created_at").desc(), F("id").desc(), name="endpoints_newest"),
            # Whose turn it is.
            models.Index(
                F("served_at").asc(nulls_first=True),
                F("id"),
                condition=Q(state="ACTIVE"),
                name="endpoints_by_turn",
            ),
        ]

    def __str__(self) -> str:
        return self.description or self.url


class EndpointNotice(AgencyOwned):
    """The mail to one person that an endpoint was switched off; kept also where none leaves."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="notices")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    disabled_at = models.DateTimeField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.DateTimeField()
    # Set before the mail server is spoken to: what may have been sent is not sent again.
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("notice of an endpoint")
        verbose_name_plural = _("notices of endpoints")
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "user", "disabled_at"], name="told_once_of_an_endpoint"
            ),
        ]
        indexes = [
            # What waits to be sent.
            models.Index(
                fields=["created_at"], condition=Q(sent_at=None), name="endpoint_notices_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
