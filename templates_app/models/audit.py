"""Which mails a person must look at again, when, what was found, and who signed it off."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.models import User
from stores.owned import AgencyOwned
from templates_app.data import NotificationKind
from templates_app.models.owned import AgencyOrStoreOwned
from templates_app.models.template import Template


class AuditRhythm(AgencyOrStoreOwned):
    """How often a template is audited; without a kind: all of the agency's that say nothing."""

    class Every(models.TextChoices):
        QUARTER = "QUARTER", _("Quarterly")
        HALF_YEAR = "HALF_YEAR", _("Half-yearly")
        YEAR = "YEAR", _("Yearly")
        NEVER = "NEVER", _("Never")

    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind, blank=True)
    every = models.CharField(_("rhythm"), max_length=10, choices=Every)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.CharField(_("changed by"), max_length=254)

    class Meta:
        verbose_name = _("audit rhythm")
        verbose_name_plural = _("audit rhythms")
        constraints = [
            # Also serves reading the rhythms of an agency.
            models.UniqueConstraint(
                fields=["agency", "store", "kind"], nulls_distinct=False, name="one_rhythm_each"
            ),
            models.CheckConstraint(
                condition=models.Q(store=None) | ~models.Q(kind=""),
                name="only_an_agency_has_a_default_rhythm",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind or '*'} {self.every}"


class Audit(AgencyOrStoreOwned):
    """One mail to look at again: the agency's, or as one store sends it. Open until signed off."""

    class Cause(models.TextChoices):
        CALENDAR = "CALENDAR", _("The calendar")
        BRAND = "BRAND", _("The brand changed")
        IMPORT = "IMPORT", _("It was imported")
        BY_HAND = "BY_HAND", _("Somebody asked for it")

    class Worst(models.IntegerChoices):
        OK = 0, _("In order")
        LOOK = 1, _("Look at it")
        BAD = 2, _("Mend it")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    template = models.ForeignKey(
        Template, models.CASCADE, related_name="+", verbose_name=_("template")
    )
    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind)
    cause = models.CharField(_("cause"), max_length=10, choices=Cause)
    about = models.CharField(_("about"), max_length=200, blank=True)  # such as the brand's fields
    opened_at = models.DateTimeField(_("opened"))
    due_on = models.DateField(_("due"))
    # Null: the agency's owners.
    owner = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("who looks")
    )
    # [{item, state, data}], see checklist.py; as last looked at by us, or as it was signed off.
    checklist = models.JSONField(_("checklist"), default=list, blank=True)
    worst = models.SmallIntegerField(_("state"), choices=Worst, default=Worst.OK)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    closed_at = models.DateTimeField(_("signed off"), null=True, blank=True)

    class Meta:
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        constraints = [
            # Also says whether a mail has an open audit.
            models.UniqueConstraint(
                fields=["agency", "store", "kind"],
                condition=models.Q(closed_at=None),
                nulls_distinct=False,
                name="one_open_audit_a_mail",
            ),
        ]
        indexes = [
            # audit_queries.due(): the list, the longest overdue first, the worst of a day first.
            models.Index(
                fields=["agency", "due_on", "-worst", "id"],
                condition=models.Q(closed_at=None),
                name="audits_due",
            ),
            # audit_queries.last_signed_off(): where a rhythm begins to count.
            models.Index(
                fields=["agency", "store", "kind", "-closed_at"],
                condition=models.Q(closed_at__isnull=False),
                name="audits_done",
            ),
            # auditing.fill_checklists(): those not looked at, then the longest ago.
            models.Index(
                fields=["checked_at"], condition=models.Q(closed_at=None), name="audits_to_check"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"


class AuditEntry(AgencyOrStoreOwned):
    """What a person decided about an audit: kept for ever, never changed (the database refuses)."""

    class Deed(models.TextChoices):
        SIGNED_OFF = "SIGNED_OFF", _("Signed off")
        POSTPONED = "POSTPONED", _("Not now")
        GIVEN = "GIVEN", _("Given to somebody")

    audit = models.ForeignKey(
        Audit, models.CASCADE, related_name="entries", verbose_name=_("audit")
    )
    deed = models.CharField(_("deed"), max_length=10, choices=Deed)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    until = models.DateField(_("not before"), null=True, blank=True)
    checklist = models.JSONField(_("checklist as it was"), default=list, blank=True)
    actor = models.CharField(_("who"), max_length=254)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("entry of an audit")
        verbose_name_plural = _("entries of audits")
        indexes = [
            # audit_queries.signed_off_lately()
            models.Index(fields=["agency", "-at", "-id"], name="audit_log"),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.at:%Y-%m-%d}"


class AuditReminder(AgencyOwned):
    """The mail of one week to one person about audits that are due; kept also where none leaves."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("to"))
    week_on = models.DateField(_("week"))  # its Monday
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    due_count = models.PositiveIntegerField(_("mails due"))
    created_at = models.DateTimeField(_("written"))
    # Set before the mail server is spoken to: what may have been sent is not sent again.
    sent_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    trouble = models.CharField(_("trouble"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "user", "week_on"], name="reminded_once_a_week"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.week_on}"
