"""What a store decides of its page, and the questions it answers there."""

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.models import Order
from stores.owned import StoreOwned


class AddressChange(models.TextChoices):
    """What becomes of a new delivery address that a buyer gives before the goods have left."""

    NEVER = "NEVER", _("Not on the page")
    ASKED = "ASKED", _("Staff approve it")
    AUTOMATIC = "AUTOMATIC", _("It counts at once")


class PageSettings(StoreOwned):
    """What a store's page offers. No row: the defaults."""

    # Counted from the day the order was placed; afterwards the link says so, and shows nothing.
    expires_days = models.PositiveSmallIntegerField(
        _("the page is kept for (days)"), default=365, validators=[MinValueValidator(30)]
    )
    address_change = models.CharField(
        _("new delivery address"),
        max_length=10,
        choices=AddressChange,
        default=AddressChange.ASKED,
    )
    # Hours before the goods must leave; the promise says when that is.
    address_hours = models.PositiveSmallIntegerField(
        _("until so many hours before the goods leave"), default=2
    )
    # Who took the address over unasked is noticed by whom it was taken from.
    tells_old_address = models.BooleanField(
        _("a new e-mail address is told to the old one"), default=True, db_default=True
    )
    takes_problems = models.BooleanField(_("buyers can report a problem"), default=True)
    takes_returns = models.BooleanField(_("buyers can ask to return goods"), default=True)
    return_days = models.PositiveSmallIntegerField(_("days to return goods"), default=14)
    # Instead of our form; https only.
    return_url = models.CharField(_("own page for returns"), max_length=500, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("answers within (business days)"), default=1)
    asks_feedback = models.BooleanField(_("asks for thumbs up or down"), default=True)
    contact_email = models.EmailField(_("e-mail for buyers"), blank=True)
    contact_phone = models.CharField(_("phone for buyers"), max_length=40, blank=True)
    privacy_url = models.CharField(_("privacy policy"), max_length=500, blank=True)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.CharField(max_length=254, blank=True, editable=False)

    class Meta:
        verbose_name = _("status page")
        verbose_name_plural = _("status pages")
        constraints = [models.UniqueConstraint("store", name="store_has_one_page")]

    def __str__(self) -> str:
        return f"Status page of store {self.store_id}"


class FaqEntry(StoreOwned):
    """A question that buyers ask, and its answer, in one language."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    locale = models.CharField(_("language"), max_length=16)
    position = models.PositiveSmallIntegerField(default=0)
    question = models.CharField(_("question"), max_length=200)
    # Plain text; blank lines part paragraphs.
    answer = models.TextField(_("answer"), max_length=4000)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.CharField(max_length=254, blank=True, editable=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions and answers")
        indexes = [
            models.Index(fields=["store", "locale", "position", "id"], name="questions_of_page"),
        ]

    def __str__(self) -> str:
        return self.question


class PageCopy(StoreOwned):
    """A page as it was last written, for as long as the rows are those it was written from.

    See Note [A copy is as good as its rows] in statuspage/copies.py.
    """

    order = models.OneToOneField(Order, models.CASCADE, related_name="+")
    # Of the rows it was made of, and of the program that wrote it.
    version = models.BinaryField()
    # When it says something else though no row changes: the day ends, a cut-off passes.
    good_until = models.DateTimeField()
    etag = models.CharField(max_length=32)
    # Whether notices are offered, and so their script is needed.
    has_notices = models.BooleanField(default=False)
    body = models.BinaryField()  # gzip
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("copy of a status page")
        verbose_name_plural = _("copies of status pages")
        indexes = [
            # The oldest, to be dropped.
            models.Index(fields=["made_at"], name="copies_by_age"),
        ]

    def __str__(self) -> str:
        return self.etag


class LookUp(StoreOwned):
    """Somebody asked for the link of an order, and gets no answer but by mail to its buyer."""

    # What was typed; "" as soon as it is answered.
    number = models.CharField(max_length=64, blank=True)
    contact = models.CharField(max_length=320, blank=True)
    # Who asked and for which order, as far as counting needs to know: keyed hashes.
    network = models.BinaryField()
    wanted = models.BinaryField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("look-up")
        verbose_name_plural = _("look-ups")
        indexes = [
            # How often somebody asked of late.
            models.Index(fields=["store", "network", "asked_at"], name="lookups_of_network"),
            # What waits for its answer.
            models.Index(
                fields=["asked_at"],
                condition=models.Q(answered_at=None),
                name="lookups_waiting",
            ),
            # The oldest, to be dropped.
            models.Index(fields=["asked_at"], name="lookups_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"
