"""One thing said to one person: its narrow row."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from messaging.models.sender import Sender
from messaging.states import IN_HAND, Arrival, Channel, Lane, Reason, State
from orders.models import Order
from stores.owned import FencedManager, FencedQuerySet, StoreOwned
from templates_app.data import NotificationKind

ABOUT_TEST = "test:"  # how `about` begins for a test; what follows tells it from the others

ABOUT_CODE = "code:"  # a code for an address that is no order's yet (letters.py)


class MessageQuerySet(FencedQuerySet["Message"]):
    def due(self, now: datetime) -> Self:
        """Planned, and their time has come."""
        return self.filter(state=State.PLANNED, run_after__lte=now)

    def in_service_order(self) -> Self:
        return self.order_by("lane", "vtag", "id")

    def with_expired_lease(self) -> Self:
        """Left behind by a worker that died. By the database's clock, never the worker's."""
        return self.filter(state__in=IN_HAND, claimed_until__lt=Now())

    def held_under(self, claim: uuid.UUID | None) -> Self:
        """The rows this claim still holds; an empty update means that somebody else has them."""
        return self.filter(claim=claim, state__in=IN_HAND)

    def newest_first(self) -> Self:
        return self.order_by("-planned_at", "-id")

    def for_order(self, order_id: int) -> Self:
        """What was said of it; tests made with its values are no part of its story."""
        return self.to_buyers().filter(order_id=order_id)

    def to_buyers(self) -> Self:
        """Without what staff sent to themselves."""
        return self.exclude(about__startswith=ABOUT_TEST)

    def that_arrived(self, arrival: str) -> Self:
        """Of which that is known, whatever else became of them since."""
        if arrival == Arrival.DELAYED:
            waits = Q(delivered_at=None, bounced_at=None, complained_at=None)
            return self.filter(waits, state=State.SENT).exclude(reason="")
        if arrival == Arrival.BY_MACHINE:
            machines = Q(opened_by_machine_at__isnull=False) | Q(
                clicked_by_machine_at__isnull=False
            )
            return self.filter(machines, opened_by_person_at=None, clicked_by_person_at=None)
        if arrival == Arrival.OPENED:
            return self.filter(_by_no_machine_alone("opened"))
        if arrival == Arrival.CLICKED:
            return self.filter(_by_no_machine_alone("clicked"))
        column = {
            Arrival.DELIVERED: "delivered_at",
            Arrival.BOUNCED: "bounced_at",
            Arrival.COMPLAINED: "complained_at",
        }[Arrival(arrival)]
        return self.filter(**{f"{column}__isnull": False})

    def before(self, planned_at: datetime, message_id: int) -> Self:
        """The rows after this one in `newest_first`: the next keyset page."""
        earlier = Q(planned_at__lt=planned_at) | Q(planned_at=planned_at, id__lt=message_id)
        return self.filter(earlier, planned_at__lte=planned_at)  # bounds the scan, as OR does not


def _by_no_machine_alone(done: str) -> Q:
    """By a person, or by somebody who was not judged."""
    person = Q(**{f"{done}_by_person_at__isnull": False})
    unjudged = Q(**{f"first_{done}_at__isnull": False, f"{done}_by_machine_at": None})
    return person | unjudged


MessageManager = FencedManager.from_queryset(MessageQuerySet)


class Message(StoreOwned):
    """One thing said to one person, once. Narrow and hot: the words stand in MessageBody.

    `sequence` counts what was said about the same thing: 0 by itself, then what staff sent again,
    which is left out of the figures of tests. See Note [The first stays as it is] in correcting.py.
    """

    order = models.ForeignKey(
        Order, models.CASCADE, null=True, related_name="+", db_index=False, verbose_name=_("order")
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind)
    about = models.CharField(max_length=64, blank=True)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel, default=Channel.EMAIL)
    recipient = models.CharField(_("to"), max_length=320, blank=True)
    recipient_name = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    locale = models.CharField(_("language"), max_length=35, blank=True)

    state = models.CharField(_("state"), max_length=16, choices=State)
    reason = models.CharField(_("reason"), max_length=24, choices=Reason, blank=True)
    # The server's own line, or what the renderer said.
    detail = models.TextField(_("detail"), blank=True)
    changed_at = models.DateTimeField(_("since"))  # when the state last changed

    lane = models.PositiveSmallIntegerField(choices=Lane, default=Lane.ORDER)
    # Virtual time, in seconds: see Note [Fair service] in messaging/planning.py.
    vtag = models.FloatField(default=0)
    planned_at = models.DateTimeField(_("planned"))
    # When we heard of what it tells, if somebody told us; see Note [Stages] in messaging/stages.py.
    heard_at = models.DateTimeField(null=True, editable=False)
    run_after = models.DateTimeField(_("goes out"))
    expires_at = models.DateTimeField(_("expires"))
    claim = models.UUIDField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    claims_count = models.PositiveSmallIntegerField(default=0, editable=False)
    attempts_count = models.PositiveSmallIntegerField(_("tries"), default=0)
    # When it went once more because nobody could say whether it had arrived.
    repeated_at = models.DateTimeField(_("sent once more"), null=True)

    revision = models.ForeignKey(
        "templates_app.Revision", models.PROTECT, null=True, related_name="+", db_index=False
    )
    sender = models.ForeignKey(Sender, models.SET_NULL, null=True, related_name="+", db_index=False)
    # Words of a variant under test, and words edited for this one message: both instead of the
    # revision's own.
    variant = models.ForeignKey(
        "templates_app.Variant", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    wording = models.ForeignKey(
        "templates_app.Wording", models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Its words were kept when it was planned, and are not composed anew.
    # Which test gave it which arm (templates_app.Arm.number), in which epoch, to whom: the signed
    # 64-bit hash of the test's salt and the buyer or order. All null: in no test. No constraint of
    # the database: to remove a draft would look through all messages; what began is never removed.
    experiment = models.ForeignKey(
        "templates_app.Experiment",
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    arm = models.PositiveSmallIntegerField(null=True, editable=False)
    epoch = models.PositiveSmallIntegerField(null=True, editable=False)
    unit_hash = models.BigIntegerField(null=True, editable=False)
    is_verbatim = models.BooleanField(default=False, db_default=False)
    # What may be seen of its reader (stores.TrackingMode), settled when its words are written; OFF
    # also once the reader says no: nothing is recorded from then on. Empty: not written yet, or
    # written before this was asked, when each reader was seen.
    tracked_as = models.CharField(
        max_length=12, blank=True, default="", db_default="", editable=False
    )
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    # What became of it after it was handed over, as its mail service or its server told us.
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    bounced_at = models.DateTimeField(_("came back"), null=True)
    complained_at = models.DateTimeField(_("marked as spam"), null=True)
    first_opened_at = models.DateTimeField(_("opened"), null=True)
    first_clicked_at = models.DateTimeField(_("clicked"), null=True)
    # The first that a person did, and the first that a machine did; null again where a later,
    # better verdict took it back (tracking).
    opened_by_person_at = models.DateTimeField(null=True, editable=False)
    clicked_by_person_at = models.DateTimeField(null=True, editable=False)
    opened_by_machine_at = models.DateTimeField(null=True, editable=False)
    clicked_by_machine_at = models.DateTimeField(null=True, editable=False)
    # Links of its words that are counted: who follows nearly all of them at once is a machine.
    links_count = models.PositiveSmallIntegerField(null=True, editable=False)
    open_count = models.PositiveIntegerField(_("opens"), default=0)
    click_count = models.PositiveIntegerField(_("clicks"), default=0)

    corrects = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("sent again from"),
    )
    # Who asked for it and why, as plain text; "" is the store's own rule.
    actor = models.CharField(_("asked for by"), max_length=254, blank=True)
    because = models.CharField(_("because"), max_length=200, blank=True)
    # Channels that could not reach the buyer before this one, each with its reason:
    # [["EMAIL", "NO_ADDRESS"]].
    passed_over = models.JSONField(default=list, db_default=[], editable=False)
    # When another channel was looked for, because this one did not reach the buyer after all.
    rerouted_at = models.DateTimeField(null=True, editable=False)
    # The last batch that did something to it, until which is not complete before this has its end.
    batch = models.ForeignKey(
        "messaging.Batch", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    # What one click carries, so that a double click sends once.
    nonce = models.CharField(max_length=40, blank=True, default="", db_default="", editable=False)

    objects: ClassVar[MessageManager["Message"]] = MessageManager()

    # No columns: when the worker that has it in hand took it, and when it had its words.
    claimed_at: datetime | None = None
    composed_at: datetime | None = None

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "order", "kind", "about", "channel", "sequence"],
                name="said_once",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["store", "nonce"], condition=~Q(nonce=""), name="one_message_a_click"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="message_state_is_known"
            ),
            models.CheckConstraint(condition=Q(lane__in=Lane.values), name="lane_is_known"),
            models.CheckConstraint(
                condition=Q(experiment=None)
                | Q(arm__isnull=False, epoch__isnull=False, unit_hash__isnull=False),
                name="a_message_in_a_test_has_an_arm",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(sent_at__isnull=False), name="sent_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=IN_HAND, claim__isnull=False, claimed_until__isnull=False)
                | (~Q(state__in=IN_HAND) & Q(claim=None, claimed_until=None)),
                name="only_what_is_in_hand_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.NOT_SENT, State.HELD, State.FAILED, State.UNKNOWN])
                | ~Q(reason=""),
                name="what_did_not_go_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.PLANNED, *IN_HAND]) | ~Q(recipient=""),
                name="what_goes_has_a_recipient",
            ),
        ]
        indexes = [
            # Claiming: what is due, in service order, of all stores.
            models.Index(
                fields=["lane", "vtag", "id"], condition=Q(state="PLANNED"), name="service_order"
            ),
            # Claiming in lanes 2 and 3: whether any is due, and what has waited longest.
            models.Index(
                fields=["run_after", "id"],
                condition=Q(state="PLANNED", lane__gte=2),
                name="bulk_by_age",
            ),
            # Planning: a store's last place in a lane.
            models.Index(
                F("store"),
                F("lane"),
                F("vtag").desc(),
                condition=Q(state="PLANNED"),
                name="last_place_of_store",
            ),
            # Leases to settle, of all stores.
            models.Index(
                fields=["claimed_until"],
                condition=Q(state__in=["CLAIMED", "TRANSMITTING"]),
                name="messages_in_hand",
            ),
            # Unknown mails to settle, of all stores.
            models.Index(
                fields=["changed_at"], condition=Q(state="UNKNOWN"), name="messages_unknown"
            ),
            # The list, newest first, and its keyset pages.
            models.Index(
                F("store"), F("planned_at").desc(), F("id").desc(), name="messages_newest_first"
            ),
            # Work queues: what failed, is held or unknown, newest first.
            models.Index(
                F("store"),
                F("state"),
                F("planned_at").desc(),
                F("id").desc(),
                condition=Q(state__in=["FAILED", "UNKNOWN", "HELD", "NOT_SENT"]),
                name="messages_to_look_at",
            ),
            models.Index(fields=["order", "id"], name="messages_of_order"),  # the order's page
            # What was sent again.
            models.Index(
                fields=["corrects"],
                condition=Q(corrects__isnull=False),
                name="corrections_of_message",
            ),
            # What came back or was marked as spam, newest first.
            models.Index(
                F("store"),
                F("bounced_at").desc(),
                F("id").desc(),
                condition=Q(bounced_at__isnull=False),
                name="messages_come_back",
            ),
            # How much a person sent by hand of late.
            models.Index(
                fields=["actor", "planned_at"], condition=~Q(actor=""), name="messages_by_person"
            ),
            # Who else says words that were edited, before they are forgotten.
            models.Index(
                fields=["wording"],
                condition=Q(wording__isnull=False),
                name="messages_with_own_words",
            ),
            # What a batch still waits for.
            models.Index(
                fields=["batch"],
                condition=Q(batch__isnull=False)
                & Q(state__in=["PLANNED", "CLAIMED", "TRANSMITTING"]),
                name="messages_of_batch_on_their_way",
            ),
            # The list of them among all messages, newest first.
            models.Index(
                F("store"),
                F("planned_at").desc(),
                F("id").desc(),
                condition=Q(bounced_at__isnull=False) | Q(complained_at__isnull=False),
                name="messages_gone_wrong",
            ),
            # Delayed underway.
            models.Index(
                F("store"),
                F("planned_at").desc(),
                F("id").desc(),
                condition=Q(state="SENT") & ~Q(reason=""),
                name="messages_underway",
            ),
            # What a test gave to whom: its figures counted anew.
            models.Index(
                fields=["experiment", "id"],
                condition=Q(experiment__isnull=False),
                name="messages_of_experiment",
            ),
            # The list of a test's, newest first.
            models.Index(
                F("store"),
                F("experiment"),
                F("planned_at").desc(),
                F("id").desc(),
                condition=Q(experiment__isnull=False),
                name="messages_under_test",
            ),
            # The list of the rarer channels, newest first: of mails nearly any message is one.
            models.Index(
                F("store"),
                F("channel"),
                F("planned_at").desc(),
                F("id").desc(),
                condition=~Q(channel="EMAIL"),
                name="messages_by_channel",
            ),
            # The list of what went out since.
            models.Index(
                fields=["store", "sent_at"],
                condition=Q(sent_at__isnull=False),
                name="messages_sent_since",
            ),
            # Whether staff ever sent themselves a test: the first steps of an agency.
            models.Index(
                fields=["store"],
                condition=Q(about__startswith=ABOUT_TEST),
                name="messages_of_tests",
            ),
            # How often somebody was written to of late, and a person's messages.
            models.Index(fields=["recipient", "planned_at"], name="messages_to_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.recipient}".strip()

    @property
    def is_test(self) -> bool:
        """A draft that staff sent to themselves: no buyer's, and in no figures.

        It names the order whose values it shows, so that it is forgotten with the buyer.
        """
        return self.about.startswith(ABOUT_TEST)
