"""The people who buy."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.search import name_key
from stores.owned import StoreOwned


class Customer(StoreOwned):
    """A buyer as the shop knows them. Redacted: the row stays, so that late webhooks find it so."""

    shopify_id = models.BigIntegerField()
    email = models.CharField(_("e-mail"), max_length=320, blank=True)
    # What Shopify says instead, while `email` is a correction of ours; "": Shopify knows none.
    # See Note [A correction outlives the typo] in orders/correcting.py.
    shopify_email = models.CharField(max_length=320, null=True, editable=False)  # noqa: DJ001 - null: not corrected
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    shopify_phone = models.CharField(max_length=40, null=True, editable=False)  # noqa: DJ001 - null: not corrected
    first_name = models.CharField(_("first name"), max_length=255, blank=True)
    last_name = models.CharField(_("last name"), max_length=255, blank=True)
    state = models.CharField(_("account"), max_length=40, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    # Shopify's, where it says them; and what was added or taken away here. See Note [Whose tag it
    # is] in orders/tag_changing.py.
    shopify_tags = ArrayField(models.CharField(max_length=255), default=list, db_default=[])
    own_tags = ArrayField(models.CharField(max_length=255), default=list, db_default=[])
    dropped_tags = ArrayField(models.CharField(max_length=255), default=list, db_default=[])
    changed_at = models.DateTimeField(null=True, editable=False)
    rank = models.CharField(max_length=64, blank=True, editable=False)
    redacted_at = models.DateTimeField(_("erased"), null=True, editable=False)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            models.UniqueConstraint(fields=["store", "shopify_id"], name="customer_known_once"),
        ]
        indexes = [
            # Erasure by e-mail, and a person's other rows.
            models.Index(fields=["store", "email"], name="customers_by_email"),
            # Erasure by the address that Shopify knows.
            models.Index(
                fields=["store", "shopify_email"],
                condition=models.Q(shopify_email__isnull=False),
                name="customers_corrected",
            ),
        ]

    @property
    def tags(self) -> list[str]:
        """All of them, each once; case does not matter."""
        dropped = set(map(name_key, self.dropped_tags))
        theirs = [tag for tag in self.shopify_tags if name_key(tag) not in dropped]
        each = {name_key(tag): tag for tag in (*self.own_tags, *theirs)}
        return sorted(each.values(), key=name_key)

    def __str__(self) -> str:
        return self.name or self.email or str(self.shopify_id)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
