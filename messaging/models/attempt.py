"""Each try to hand a message over."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.models.message import Message
from messaging.models.sender import Sender
from messaging.states import Outcome
from stores.owned import StoreOwned


class Attempt(StoreOwned):
    """One try to hand a message over, and what came of it."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attempts", db_index=False)
    number = models.PositiveSmallIntegerField(_("try"))
    sender = models.ForeignKey(Sender, models.SET_NULL, null=True, related_name="+", db_index=False)
    transport = models.CharField(_("by"), max_length=16)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    code = models.PositiveSmallIntegerField(null=True)  # the server's, as 250 or 421
    line = models.TextField(_("the server's words"), blank=True)
    # The name a mail service gave it, by which its events speak of it.
    provider_id = models.CharField(max_length=200, blank=True, default="", db_default="")
    started_at = models.DateTimeField(pgettext_lazy("time", "from"))
    ended_at = models.DateTimeField(pgettext_lazy("time", "to"))

    class Meta:
        verbose_name = _("try")
        verbose_name_plural = _("tries")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="attempt_outcome_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["message", "id"], name="attempts_of_message"),  # its page
            # Which message an event of a mail service is about.
            models.Index(
                fields=["provider_id"], condition=~Q(provider_id=""), name="attempts_by_provider_id"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"
