"""Agencies and their clients' stores."""

import uuid
from functools import lru_cache
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from stores import scope as fence
from stores.eprivacy import asks_first


@lru_cache(maxsize=512)  # asked for in each mail
def _with_www(domains: frozenset[str]) -> frozenset[str]:
    hosts = {name.strip().lower() for name in domains - {""}}
    return frozenset(hosts | {f"www.{host}" for host in hosts})


class TrackingMode(models.TextChoices):
    """What a store may know of who opens its mails and follows their links."""

    OFF = "OFF", _("Not seen at all")
    AGGREGATE = "AGGREGATE", _("Only sums: nobody can be told from others")
    INDIVIDUAL = "INDIVIDUAL", _("Of each reader, who may say no")


class HiddenLink(models.TextChoices):
    """Into whose mails a link is put that no person sees, by which scanners are known."""

    GATEWAYS = "GATEWAYS", _("Only where a known filter reads the mail first")
    ALWAYS = "ALWAYS", _("In every mail")
    NEVER = "NEVER", _("In no mail")


class TrackingDomainState(models.TextChoices):
    """How a tracking domain was found when it was looked at last."""

    UNSEEN = "UNSEEN", _("Not looked at yet")
    LIVE = "LIVE", _("In use")
    MISSING = "MISSING", _("No record")
    ELSEWHERE = "ELSEWHERE", _("Leads elsewhere")
    UNREACHABLE = "UNREACHABLE", _("Does not answer")
    TAKEN = "TAKEN", _("Another agency's")


class ScopedStores(models.Manager["Store"]):
    """Stores of the open scope; raises NoScope outside of one."""

    def get_queryset(self) -> models.QuerySet["Store"]:
        scope = fence.current()
        rows = super().get_queryset()
        if scope.stores is None:
            return rows
        return rows.filter(pk__in=scope.stores)


class Agency(models.Model):
    """Who connects the stores of its clients, and works in them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    locale = models.CharField(_("language"), max_length=16, default="en")
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    # What the figures of all stores are added up in.
    currency = models.CharField(_("currency"), max_length=3, default="EUR", db_default="EUR")
    # From when on its people need a second proof beside their password; empty: they choose.
    factors_from_at = models.DateTimeField(null=True, blank=True)
    first_steps_hidden_at = models.DateTimeField(null=True, blank=True)
    # How the desk looks to its people; empty: as NotifyHub does. Written by stores/looks.py alone.
    desk_name = models.CharField(_("name of the desk"), max_length=40, blank=True, db_default="")
    desk_accent = models.CharField(_("colour"), max_length=7, blank=True, db_default="")
    desk_logo_url = models.CharField(_("logo"), max_length=500, blank=True, db_default="")
    desk_host = models.CharField(
        _("address of its own"), max_length=253, blank=True, null=True, unique=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")

    def __str__(self) -> str:
        return self.name


class Store(models.Model):
    """One Shopify store of an agency's client."""

    class State(models.TextChoices):
        ACTIVE = "ACTIVE", _("Sends")
        PAUSED = "PAUSED", _("Paused: nothing is sent")
        UNINSTALLED = "UNINSTALLED", _("Disconnected by Shopify")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="stores")
    name = models.CharField(_("name"), max_length=120)
    shop_domain = models.CharField(
        _("Shopify domain"), max_length=120, help_text=_("such as fjell-garn.myshopify.com")
    )
    primary_domain = models.CharField(_("web address"), max_length=253, blank=True)
    email = models.EmailField(_("e-mail of the store"), blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    locale = models.CharField(_("language"), max_length=16, default="en")
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ACTIVE)
    is_sandbox = models.BooleanField(_("sandbox: nothing leaves"), default=False)
    sends_from_at = models.DateTimeField(
        _("sends from"),
        null=True,
        blank=True,
        help_text=_("Orders placed before this moment are never mailed by themselves."),
    )
    # Afterwards only that and when it was said, and what became of it.
    words_kept_days = models.PositiveSmallIntegerField(
        _("words of mails are kept for (days)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(30)],
        help_text=_("Empty: as long as everywhere here. Links in older mails still lead on."),
    )
    # Empty: as the law of its country asks. Written by stores/privacy.py alone, with its ground.
    tracking_mode = models.CharField(
        _("opens and clicks"),
        max_length=12,
        choices=TrackingMode,
        blank=True,
        default="",
        db_default="",
    )
    are_links_tagged = models.BooleanField(
        _("links to the shop name the mail (utm_…, ref)"), default=True, db_default=True
    )
    link_domains = ArrayField(
        models.CharField(max_length=253), default=list, blank=True, db_default=[]
    )
    hidden_link = models.CharField(
        _("hidden link that tells scanners from people"),
        max_length=8,
        choices=HiddenLink,
        default=HiddenLink.GATEWAYS,
        db_default=HiddenLink.GATEWAYS,
    )
    # Written by messaging/tracking_domains.py alone; mails name it while it is LIVE.
    tracking_domain = models.CharField(
        _("tracking domain"), max_length=253, blank=True, default="", db_default=""
    )
    tracking_domain_state = models.CharField(
        max_length=12,
        choices=TrackingDomainState,
        default=TrackingDomainState.UNSEEN,
        db_default=TrackingDomainState.UNSEEN,
    )
    tracking_domain_at = models.DateTimeField(null=True, editable=False)
    # Since when it is proven no more: links of mails that left lead nowhere until it is.
    tracking_domain_lost_at = models.DateTimeField(null=True, editable=False)
    money_format = models.CharField(_("money format in e-mails"), max_length=120, blank=True)
    money_with_currency_format = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField(
        null=True, editable=False, help_text=_("updated_at of the last shop/update that we hold")
    )
    uninstalled_at = models.DateTimeField(null=True, editable=False)
    # Given up to another agency, or lost to it: its shop may be connected anew elsewhere.
    released_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[ScopedStores] = ScopedStores()

    class Meta:
        verbose_name = _("store")
        verbose_name_plural = _("stores")
        constraints = [
            models.UniqueConstraint(
                Lower("shop_domain"),
                condition=models.Q(released_at=None),
                name="shop_connects_to_one_agency",
            ),
            models.CheckConstraint(
                condition=models.Q(released_at=None) | models.Q(state="UNINSTALLED"),
                name="store_given_up_is_disconnected",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "name"], name="stores_of_agency"),  # every actor's scope
            # Asked for before a certificate is made, and daily.
            models.Index(
                fields=["tracking_domain"],
                condition=~models.Q(tracking_domain=""),
                name="stores_by_tracking_domain",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sends(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def tracks(self) -> TrackingMode:
        """What it sees of its readers: what was decided, or what its country's law allows."""
        if self.tracking_mode:
            return TrackingMode(self.tracking_mode)
        return TrackingMode.AGGREGATE if asks_first(self.country) else TrackingMode.INDIVIDUAL

    @property
    def tracking_url(self) -> str:
        """Where its tracked links and pixels begin: under a domain of its own, once it answers."""
        if self.tracking_domain_state != TrackingDomainState.LIVE:
            return str(settings.NOTIFYHUB_BASE_URL)
        return f"https://{self.tracking_domain}"

    @property
    def link_hosts(self) -> frozenset[str]:
        """The hosts of its own shop, whose addresses may name the mail they stand in."""
        return _with_www(frozenset({self.shop_domain, self.primary_domain, *self.link_domains}))
