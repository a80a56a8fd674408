"""How a store's mail leaves, to whom it does not go, and who speaks: us or Shopify."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.fields import EncryptedTextField
from messaging.states import Channel, Mode, Native, Security, SuppressionCause, Transport
from stores.owned import FencedManager, FencedQuerySet, StoreOwned
from templates_app.data import NotificationKind


def by_mail() -> list[str]:
    return [Channel.EMAIL.value]


class Sender(StoreOwned):
    """An account by which a store's messages leave. A store without one keeps its mail here.

    Several of one channel stand in order: the next takes over while the first is in trouble.
    """

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    channel = models.CharField(
        _("channel"), max_length=8, choices=Channel, default=Channel.EMAIL, db_default="EMAIL"
    )
    name = models.CharField(_("name"), max_length=80, blank=True)
    transport = models.CharField(
        _("transport"), max_length=16, choices=Transport, default=Transport.CAPTURE
    )
    position = models.PositiveSmallIntegerField(pgettext_lazy("place in a row", "order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    from_email = models.EmailField(_("from address"), blank=True)
    from_name = models.CharField(_("from name"), max_length=120, blank=True)
    reply_to = models.EmailField(_("answers go to"), blank=True)
    host = models.CharField(_("server"), max_length=253, blank=True)
    port = models.PositiveIntegerField(_("port"), default=587)
    username = models.CharField(_("user name"), max_length=254, blank=True)
    password = EncryptedTextField(_("password"), blank=True)
    security = models.CharField(
        _("security"), max_length=8, choices=Security, default=Security.STARTTLS
    )
    # Which mail service, by Anymail's name of it ("postmark"); for SMS the API's address is `host`.
    service = models.CharField(
        _("mail service"), max_length=24, blank=True, default="", db_default=""
    )
    # What the service wants besides: region, domain, stream. No secrets.
    options = models.JSONField(_("options"), default=dict, db_default={}, blank=True)
    from_phone = models.CharField(
        _("from number or name"), max_length=40, blank=True, default="", db_default=""
    )
    # The secret by which the service's own webhooks are known to be its own.
    webhook_secret = EncryptedTextField(
        _("signing secret of its webhooks"), blank=True, default="", db_default=""
    )
    # What the account may send a minute, and how many conversations at a time; null: no limit.
    per_minute = models.PositiveIntegerField(_("at most a minute"), null=True, blank=True)
    connections = models.PositiveSmallIntegerField(
        _("connections at a time"), default=4, db_default=4
    )
    # While the server refuses or does not answer, all its messages wait without using up tries.
    waits_until = models.DateTimeField(_("waits until"), null=True, editable=False)
    trouble = models.CharField(_("trouble"), max_length=24, blank=True, editable=False)
    trouble_detail = models.TextField(blank=True, editable=False)
    trouble_since = models.DateTimeField(_("since"), null=True, editable=False)

    class Meta:
        verbose_name = _("sender")
        verbose_name_plural = _("senders")
        constraints = [
            models.CheckConstraint(
                condition=Q(transport__in=Transport.values), name="transport_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(transport=Transport.SMTP) | (~Q(host="") & ~Q(from_email="")),
                name="smtp_has_a_host_and_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(transport=Transport.ESP) | (~Q(service="") & ~Q(from_email="")),
                name="mail_service_has_a_name_and_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(transport=Transport.SMS)
                | (Q(channel=Channel.SMS) & ~Q(host="") & ~Q(username="") & ~Q(from_phone="")),
                name="text_messages_have_an_account_and_a_sender",
            ),
            models.CheckConstraint(
                condition=~Q(transport=Transport.PUSH) | Q(channel=Channel.PUSH),
                name="notices_leave_by_their_channel",
            ),
        ]
        indexes = [
            # Which sender a store uses.
            models.Index(fields=["store", "position", "id"], name="senders_of_store"),
        ]

    def __str__(self) -> str:
        return self.name or self.host or self.get_transport_display()


class SenderPulse(StoreOwned):
    """How an account fares, shared by all workers: what it may send now, and its breaker.

    Apart from Sender, which people edit; this is written at each chunk.
    """

    sender = models.OneToOneField(Sender, models.CASCADE, primary_key=True, related_name="pulse")
    # Token bucket: so many messages may go at `tokens_at`. See messaging/rates.py.
    tokens = models.FloatField(default=0)
    tokens_at = models.DateTimeField(null=True)
    # Messages a second that were left when the server said that it was too much; null: it never did
    rate = models.FloatField(null=True)
    slowed_at = models.DateTimeField(null=True)
    # Breaker: what happened in the window that began then.
    window_began_at = models.DateTimeField(null=True)
    tries_count = models.PositiveIntegerField(default=0)
    failures_count = models.PositiveIntegerField(default=0)
    refusals_count = models.PositiveSmallIntegerField(default=0)  # log-ins refused in a row
    trips_count = models.PositiveSmallIntegerField(default=0)  # in a row: doubles the wait
    probing_until = models.DateTimeField(null=True)  # one worker's trial: the others wait

    class Meta:
        verbose_name = _("pulse of a sender")
        verbose_name_plural = _("pulses of senders")

    def __str__(self) -> str:
        return f"Pulse of sender {self.sender_id}"


class Halt(StoreOwned):
    """A kill switch: messages of a store wait, all of them or those of one kind or sender."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind, blank=True)
    sender = models.ForeignKey(
        Sender, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    because = models.CharField(_("because"), max_length=200)
    actor = models.CharField(_("who"), max_length=254, blank=True)
    halted_at = models.DateTimeField(_("since"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, editable=False)
    lifted_by = models.CharField(_("lifted by"), max_length=254, blank=True, editable=False)

    class Meta:
        verbose_name = _("stopped messages")
        verbose_name_plural = _("stopped messages")
        constraints = [
            # Also what a worker asks before each chunk.
            models.UniqueConstraint(
                fields=["store", "lifted_at", "kind", "sender"],
                nulls_distinct=False,
                name="halted_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Halt of {self.kind or 'everything'}"


class SuppressionQuerySet(FencedQuerySet["Suppression"]):
    def in_force(self) -> Self:
        return self.filter(lifted_at=None)

    def of(self, address: str, channel: str = Channel.EMAIL) -> Self:
        return self.filter(channel=channel, address=address.strip().lower())


SuppressionManager = FencedManager.from_queryset(SuppressionQuerySet)


class Suppression(StoreOwned):
    """An address of one store not to be written to, until a person lifts it and says why."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel, default=Channel.EMAIL)
    address = models.CharField(_("address"), max_length=320)  # lower case
    cause = models.CharField(_("cause"), max_length=16, choices=SuppressionCause)
    detail = models.TextField(_("detail"), blank=True)
    message_id = models.BigIntegerField(null=True, editable=False)  # what it followed from
    actor = models.CharField(_("who"), max_length=254, blank=True)
    suppressed_at = models.DateTimeField(_("since"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, editable=False)
    lifted_by = models.CharField(
        _("lifted by"), max_length=254, blank=True, default="", db_default="", editable=False
    )
    lifted_because = models.CharField(
        _("lifted because"), max_length=200, blank=True, default="", db_default="", editable=False
    )

    objects: ClassVar[SuppressionManager["Suppression"]] = SuppressionManager()

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [
            # Also the look-up before each message. What was lifted may be suppressed once more.
            models.UniqueConstraint(
                fields=["store", "address", "channel", "cause", "lifted_at"],
                nulls_distinct=False,
                name="suppressed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | ~Q(lifted_because=""), name="lifted_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(cause__in=SuppressionCause.values), name="suppression_cause_is_known"
            ),
        ]
        indexes = [
            # The list, newest first.
            models.Index(
                F("store"), F("suppressed_at").desc(), F("id").desc(), name="suppressions_newest"
            ),
        ]

    def __str__(self) -> str:
        return self.address


class DeliveryMode(StoreOwned):
    """Who tells the buyers of a store about one kind of thing. Without a row: we do."""

    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind)
    mode = models.CharField(_("who sends"), max_length=16, choices=Mode, default=Mode.WE_SEND)
    # By which way first, and which next where that cannot reach the buyer.
    channels = ArrayField(
        models.CharField(max_length=8, choices=Channel),
        verbose_name=_("ways, in order"),
        default=by_mail,
        db_default=[Channel.EMAIL.value],
    )
    # Whether a telephone number given with the order is agreement to text messages about it.
    takes_phone_as_consent = models.BooleanField(
        _("a number given with the order is agreement"), default=False, db_default=False
    )
    actor = models.CharField(_("who"), max_length=254, blank=True, default="", db_default="")
    changed_at = models.DateTimeField(_("since"), null=True)

    class Meta:
        verbose_name = _("delivery mode")
        verbose_name_plural = _("delivery modes")
        constraints = [
            models.UniqueConstraint(fields=["store", "kind"], name="one_mode_per_kind"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="mode_is_known"),
            models.CheckConstraint(
                condition=Q(channels__len__gt=0) & Q(channels__contained_by=Channel.values),
                name="ways_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.mode}"


class NativeMail(StoreOwned):
    """What Shopify itself sends of one kind, as a person last saw it there; no row: unknown."""

    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind)
    state = models.CharField(_("Shopify's own"), max_length=8, choices=Native)
    actor = models.CharField(_("who"), max_length=254, blank=True)
    said_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("Shopify's own mail")
        verbose_name_plural = _("Shopify's own mails")
        constraints = [
            models.UniqueConstraint(fields=["store", "kind"], name="one_native_mail_a_kind"),
            models.CheckConstraint(condition=Q(state__in=Native.values), name="native_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"
