"""Thumbs up or down, on a mail or on the page."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from messaging.models import Message
from orders.models import Order
from stores.owned import StoreOwned


class FeedbackOn(models.TextChoices):
    MAIL = "MAIL", _("A mail")
    PAGE = "PAGE", _("The status page")


class Feedback(StoreOwned):
    """What one buyer thought of one mail, or of an order's page; a second thought replaces it."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, related_name="+", db_index=False
    )
    on = models.CharField(_("on"), max_length=4, choices=FeedbackOn)
    # As the message was, so that figures need no join.
    kind = models.CharField(max_length=40, blank=True)
    template_id = models.BigIntegerField(null=True)
    revision_id = models.BigIntegerField(null=True)
    variant_id = models.BigIntegerField(null=True)
    is_good = models.BooleanField(_("good"))
    text = models.TextField(_("in the buyer's words"), blank=True)
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "order", "on", "message"],
                nulls_distinct=False,
                name="thought_once",
            ),
            models.CheckConstraint(
                condition=Q(on="MAIL", message__isnull=False) | Q(on="PAGE", message=None),
                name="mails_feedback_has_a_mail",
            ),
        ]
        indexes = [
            # The list, newest first.
            models.Index("store", F("given_at").desc(), F("id").desc(), name="feedback_newest"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
