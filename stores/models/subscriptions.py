"""What Shopify has promised to tell us of a store, as it was last looked at."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.owned import StoreOwned


class SubscriptionState(models.TextChoices):
    PRESENT = "PRESENT", _("Told to us")
    UNGRANTED = "UNGRANTED", _("Not told: a permission is missing")
    REFUSED = "REFUSED", _("Not told: Shopify refused it")


class Subscription(StoreOwned):
    """One sort of news that we want, as Shopify had it at the last look."""

    topic = models.CharField(_("news"), max_length=64)
    state = models.CharField(_("state"), max_length=9, choices=SubscriptionState)
    detail = models.CharField(max_length=300, blank=True, default="")
    api_version = models.CharField(max_length=16, blank=True, default="")
    since_at = models.DateTimeField(_("since"))  # when it came into this state
    made_at = models.DateTimeField(null=True)  # when we last made it

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(fields=["store", "topic"], name="topic_wanted_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=SubscriptionState.values),
                name="subscription_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.topic


class SubscriptionWatch(StoreOwned):
    """When a store's subscriptions are looked at next, and what the last look found."""

    # Null: those of stores that our app is installed in are kept, those of others are not.
    is_wanted = models.BooleanField(null=True)
    run_after = models.DateTimeField()
    tries_count = models.PositiveSmallIntegerField(default=0)  # since the last look that ended
    looked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True, default="")
    # What Shopify had deleted when it was looked for, and when that was; made again at once.
    vanished_at = models.DateTimeField(null=True)
    vanished_topics = ArrayField(models.CharField(max_length=64), default=list, blank=True)

    class Meta:
        verbose_name = _("watch over subscriptions")
        verbose_name_plural = _("watches over subscriptions")
        constraints = [
            models.UniqueConstraint(fields=["store"], name="store_is_watched_once"),
        ]
        indexes = [
            # Whose turn it is.
            models.Index(fields=["run_after", "id"], name="subscription_watches_due"),
        ]

    def __str__(self) -> str:
        return f"Watch of store {self.store_id}"
