"""Figures by mail: who gets them how often, and what they got."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stores.models import Store, User
from stores.owned import AgencyOwned


class Rhythm(models.TextChoices):
    WEEKLY = "WEEKLY", _("Every Monday, of the week before")
    MONTHLY = "MONTHLY", _("On the first, of the month before")


class FigureReport(AgencyOwned):
    """One person gets the figures of one store, or of all stores that they may see."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    store = models.ForeignKey(Store, models.CASCADE, null=True, related_name="+", db_index=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("to"))
    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm)
    created_at = models.DateTimeField(_("since"))
    created_by = models.CharField(_("asked for by"), max_length=254, blank=True)

    class Meta:
        verbose_name = _("report by mail")
        verbose_name_plural = _("reports by mail")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "store", "user", "rhythm"],
                nulls_distinct=False,
                name="one_report_a_person",
            ),
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values), name="report_rhythm_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rhythm_display()}: {self.user}"


class FigureMail(AgencyOwned):
    """A report of one week or month; kept also where no mail leaves."""

    report = models.ForeignKey(FigureReport, models.CASCADE, related_name="mails", db_index=False)
    since = models.DateField()
    until = models.DateField()  # the day after the last
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    created_at = models.DateTimeField()
    # Set before the mail server is spoken to: what may have been sent is not sent again.
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("mailed report")
        verbose_name_plural = _("mailed reports")
        constraints = [
            models.UniqueConstraint(fields=["report", "since"], name="figures_mailed_once"),
        ]
        indexes = [
            # What waits to be sent.
            models.Index(
                fields=["agency", "created_at"], condition=Q(sent_at=None), name="reports_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
