"""Orders, their lines and tags."""

import secrets
import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.channels import SalesChannel, channel_words
from orders.models.customer import Customer
from orders.search import name_key, name_range
from orders.stages import Stage, Step
from stores.owned import FencedManager, FencedQuerySet, StoreOwned


def new_token() -> str:
    """192 random bits: the address of an order's status page is its only key."""
    return secrets.token_urlsafe(24)


class DeliveryMethod(models.TextChoices):
    SHIPPING = "SHIPPING", _("Shipped")
    LOCAL = "LOCAL", _("Local delivery")
    PICKUP = "PICKUP", _("Pickup")
    NONE = "NONE", _("Nothing to deliver")


class OrderQuerySet(FencedQuerySet["Order"]):
    """See Note [Searches under row-level security] in orders/search.py."""

    def placed(self) -> Self:
        """Without stubs: orders known only from a parcel or refund so far."""
        return self.filter(placed_at__isnull=False)

    def newest_first(self) -> Self:
        return self.order_by("-placed_at", "-id")

    def before(self, placed_at: datetime, order_id: int) -> Self:
        """The rows after this one in `newest_first`: the next keyset page."""
        earlier = Q(placed_at__lt=placed_at) | Q(placed_at=placed_at, id__lt=order_id)
        return self.filter(earlier, placed_at__lte=placed_at)  # bounds the scan, as OR does not

    def with_tag(self, tag: str) -> Self:
        tagged = OrderTag.objects.filter(tag_key=name_key(tag))
        return self.filter(id__in=tagged.values("order_id"))

    def at_stage(self, code: str) -> Self:
        """Those that stand at this stage, or at this step of one."""
        return self.filter(stage=code) if code in Stage else self.filter(step=code)

    def named(self, prefix: str) -> Self:
        """The buyer's name, or surname, begins so; case does not matter."""
        low, high = name_range(prefix)
        by_name = Q(buyer_name_key__gte=low, buyer_name_key__lt=high)
        return self.filter(by_name | Q(buyer_surname_key__gte=low, buyer_surname_key__lt=high))


OrderManager = FencedManager.from_queryset(OrderQuerySet)


class Order(StoreOwned):
    """What one buyer bought at once: the newest snapshot Shopify sent, and what staff added.

    Until `placed_at` is known the row is a stub: a parcel or refund came before its order.
    """

    # See Note [Numbers for what Shopify does not know] in orders/foreign.py.
    shopify_id = models.BigIntegerField()
    # What the system that took the order calls it; "": Shopify took it.
    external_id = models.CharField(max_length=128, blank=True, default="", db_default="")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    # When its status page got the present token, if not with the order.
    link_renewed_at = models.DateTimeField(_("link renewed"), null=True, editable=False)
    name = models.CharField(_("order"), max_length=64, blank=True)
    number = models.BigIntegerField(_("number"), null=True)
    confirmation_number = models.CharField(max_length=32, blank=True, default="", db_default="")
    po_number = models.CharField(max_length=64, blank=True, default="", db_default="")
    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    email = models.CharField(_("e-mail"), max_length=320, blank=True)
    # What Shopify says instead, while `email` is a correction of ours; "": Shopify knows none.
    # See Note [A correction outlives the typo] in orders/correcting.py.
    shopify_email = models.CharField(max_length=320, null=True, editable=False)  # noqa: DJ001 - null: not corrected
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    shopify_phone = models.CharField(max_length=40, null=True, editable=False)  # noqa: DJ001 - null: not corrected
    buyer_name = models.CharField(_("buyer"), max_length=512, blank=True)
    buyer_name_key = models.CharField(max_length=512, blank=True, db_collation="C")
    buyer_surname_key = models.CharField(max_length=255, blank=True, db_collation="C")
    locale = models.CharField(_("language"), max_length=35, blank=True)

    currency = models.CharField(_("currency"), max_length=3, blank=True)
    presentment_currency = models.CharField(max_length=3, blank=True)
    subtotal_minor = models.BigIntegerField(default=0)
    shipping_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    discount_minor = models.BigIntegerField(default=0)
    tip_minor = models.BigIntegerField(default=0)
    duties_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField(_("total"), default=0)
    # After edits and refunds; null: told before these were kept.
    current_subtotal_minor = models.BigIntegerField(null=True)
    current_tax_minor = models.BigIntegerField(null=True)
    current_total_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(_("refunded"), default=0)
    # The same sums in presentment_currency, as the buyer saw them: {"subtotal_minor": …}.
    presentment = models.JSONField(default=dict, blank=True)
    is_tax_included = models.BooleanField(default=False)
    # Still to be paid; null: Shopify did not say.
    outstanding_minor = models.BigIntegerField(null=True)
    # {"kind", "name", "due_at": ISO 8601 or null, "amount_minor": as the buyer saw it}
    payment_terms = models.JSONField(null=True, blank=True)

    financial_state = models.CharField(_("payment"), max_length=40, blank=True)
    fulfilment_state = models.CharField(_("fulfilment"), max_length=40, blank=True)
    placed_at = models.DateTimeField(_("placed"), null=True)
    changed_at = models.DateTimeField(_("changed"), null=True, editable=False)
    rank = models.CharField(max_length=64, blank=True, editable=False)
    # Of the earliest snapshot that is known: see Note [A tag is told by two snapshots].
    first_changed_at = models.DateTimeField(null=True, editable=False)
    first_tags = ArrayField(
        models.CharField(max_length=255), default=list, blank=True, db_default=[], editable=False
    )
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)
    cancel_reason = models.CharField(max_length=40, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    # Put away by staff or by the store's rule; Shopify's own word is closed_at.
    archived_at = models.DateTimeField(_("archived"), null=True, editable=False)
    # Where it stands: see orders/stages.py, and Note [One settling] in orders/standing.py.
    stage = models.CharField(_("stage"), max_length=10, blank=True, default="", db_default="")
    step = models.CharField(_("step"), max_length=16, blank=True, default="", db_default="")
    stage_since = models.DateTimeField(_("since"), null=True, editable=False)
    # What the room above last said of all its parcels, and when that came to be.
    way = models.CharField(max_length=10, blank=True, default="", db_default="", editable=False)
    way_at = models.DateTimeField(null=True, editable=False)
    redacted_at = models.DateTimeField(_("erased"), null=True, editable=False)

    source_name = models.CharField(_("source"), max_length=64, blank=True)
    # What `source_name` and the like mean; "": nothing was said. See orders/channels.py.
    sales_channel = models.CharField(
        _("sales channel"),
        max_length=16,
        choices=SalesChannel,
        blank=True,
        default="",
        db_default="",
    )
    landing_site = models.TextField(blank=True)
    # What Shopify read from the landing address: its `ref`, `source` or `r`.
    landing_site_ref = models.CharField(max_length=255, blank=True, default="", db_default="")
    referring_site = models.TextField(blank=True)
    checkout_token = models.CharField(max_length=64, blank=True)
    # What is searched and shown: Shopify's, less the dropped, plus our own.
    tags = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    shopify_tags = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    own_tags = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    dropped_tags = ArrayField(models.CharField(max_length=255), default=list, blank=True)

    shipping_address = models.JSONField(null=True, blank=True)
    # What Shopify says instead, while `shipping_address` is a correction of ours; {}: none.
    # See Note [A correction outlives the typo] in orders/correcting.py.
    shopify_address = models.JSONField(null=True, editable=False)
    billing_address = models.JSONField(null=True, blank=True)
    delivery_method = models.CharField(
        _("delivery"), max_length=8, choices=DeliveryMethod, default=DeliveryMethod.NONE
    )
    shipping_title = models.CharField(max_length=255, blank=True)
    shopify_status_url = models.TextField(blank=True)
    customer_note = models.TextField(_("the buyer's note"), blank=True)
    # What Shopify says instead, while `customer_note` is what staff wrote here.
    shopify_note = models.TextField(null=True, editable=False)  # noqa: DJ001 - null: nothing differs
    note_attributes = models.JSONField(default=list, blank=True)
    has_consent = models.BooleanField(default=False, db_default=False)
    discounts = models.JSONField(default=list, blank=True)
    tax_lines = models.JSONField(default=list, blank=True)
    payments = models.JSONField(default=list, blank=True)
    is_test = models.BooleanField(_("test order"), default=False)

    objects: ClassVar[OrderManager["Order"]] = OrderManager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.UniqueConstraint(fields=["store", "shopify_id"], name="order_known_once"),
            models.CheckConstraint(
                condition=Q(placed_at=None) | Q(changed_at__isnull=False),
                name="placed_order_has_a_snapshot",
            ),
            models.CheckConstraint(
                condition=Q(delivery_method__in=DeliveryMethod.values),
                name="delivery_method_is_known",
            ),
        ]
        indexes = [
            # Which order a checkout became.
            models.Index(
                fields=["store", "checkout_token"],
                condition=~Q(checkout_token=""),
                name="orders_by_checkout",
            ),
            # The list, newest first, and its keyset pages.
            models.Index(
                "store",
                F("placed_at").desc(),
                F("id").desc(),
                condition=Q(placed_at__isnull=False),
                name="orders_newest_first",
            ),
            # The list by payment, by goods, and of what was cancelled: also where there is none.
            models.Index(
                "store",
                "financial_state",
                F("placed_at").desc(),
                F("id").desc(),
                condition=Q(placed_at__isnull=False),
                name="orders_by_payment",
            ),
            models.Index(
                "store",
                "fulfilment_state",
                F("placed_at").desc(),
                F("id").desc(),
                condition=Q(placed_at__isnull=False),
                name="orders_by_goods",
            ),
            models.Index(
                "store",
                F("placed_at").desc(),
                F("id").desc(),
                condition=Q(cancelled_at__isnull=False),
                name="orders_cancelled",
            ),
            models.Index(fields=["store", "name"], name="orders_by_name"),  # search: "#1001"
            models.Index(fields=["store", "number"], name="orders_by_number"),  # search: 1001
            models.Index(fields=["store", "email"], name="orders_by_email"),  # search, erasure
            # Erasure by the address that Shopify knows.
            models.Index(
                fields=["store", "shopify_email"],
                condition=Q(shopify_email__isnull=False),
                name="orders_corrected",
            ),
            # Search: the buyer's name begins with …; collation C, so that a range is a prefix.
            models.Index(fields=["store", "buyer_name_key"], name="orders_by_buyer"),
            models.Index(fields=["store", "buyer_surname_key"], name="orders_by_surname"),
            # The list, without what is put away; and what is.
            models.Index(
                "store",
                F("placed_at").desc(),
                F("id").desc(),
                condition=Q(placed_at__isnull=False, archived_at=None),
                name="orders_not_archived",
            ),
            models.Index(
                "store",
                F("placed_at").desc(),
                F("id").desc(),
                condition=Q(archived_at__isnull=False),
                name="orders_archived",
            ),
            # How many open orders stand where, since when.
            models.Index(
                fields=["store", "step", "stage_since"],
                condition=Q(archived_at=None, stage__in=["PAYMENT", "FULFILMENT", "FOLLOW_UP"]),
                name="orders_by_step",
            ),
            # What a store's rule archives next.
            models.Index(
                fields=["store", "stage_since", "id"],
                condition=Q(archived_at=None, stage="DONE"),
                name="orders_done",
            ),
            # Told before stages were kept.
            models.Index(
                fields=["id"],
                condition=Q(stage="", placed_at__isnull=False),
                name="orders_not_settled",
            ),
            # The list of those that the shop changed since.
            models.Index(
                fields=["store", "changed_at"],
                condition=Q(placed_at__isnull=False),
                name="orders_by_change",
            ),
            # The list by language, and by the link that brought the buyer.
            models.Index(
                "store",
                "locale",
                F("placed_at").desc(),
                F("id").desc(),
                condition=Q(placed_at__isnull=False),
                name="orders_by_locale",
            ),
            models.Index(
                "store",
                "landing_site_ref",
                F("placed_at").desc(),
                F("id").desc(),
                condition=~Q(landing_site_ref=""),
                name="orders_by_ref",
            ),
            # The list by sales channel, of those that few came by.
            models.Index(
                "store",
                "sales_channel",
                F("placed_at").desc(),
                F("id").desc(),
                condition=Q(placed_at__isnull=False) & ~Q(sales_channel="ONLINE"),
                name="orders_by_channel",
            ),
            # A customer's orders: erasure, and the page of one buyer.
            models.Index(fields=["store", "customer"], name="orders_of_customer"),
        ]

    def __str__(self) -> str:
        return self.name or self.external_id or f"({self.shopify_id})"

    def get_stage_words(self) -> str:
        """The step in plain words; "" where none is known."""
        return str(Step(self.step).label) if self.step in Step else ""

    @property
    def channel_words(self) -> str:
        """Where the buyer bought, in plain words; an unknown channel by what it calls itself."""
        return channel_words(self.sales_channel, self.source_name)

    @property
    def is_stub(self) -> bool:
        return self.placed_at is None

    @property
    def is_announceable(self) -> bool:
        """Whether a buyer may be told of it: real, complete, with a currency to write sums in."""
        is_off = self.is_stub or self.is_test or self.cancelled_at or self.redacted_at
        return not is_off and bool(self.currency)


class OrderTag(StoreOwned):
    """One tag of one order, for search: an array's operators cannot use an index here."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    tag_key = models.CharField(max_length=255, db_collation="C")

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(fields=["store", "order", "tag_key"], name="tagged_once"),
        ]
        indexes = [
            # Orders with a tag.
            models.Index(fields=["store", "tag_key", "order"], name="orders_by_tag"),
        ]

    def __str__(self) -> str:
        return self.tag_key
