"""What a new agency does first, read from its rows as they stand: nothing is ticked by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from messaging.models import DeliveryMode, Message, NativeMail
from messaging.models.message import ABOUT_TEST
from stores.access import Actor
from stores.models import Agency, Invitation, Membership, Store
from templates_app.models import Brand


class FirstStep(TextChoices):
    """In the order in which they are best taken."""

    EMAIL = "EMAIL", _("Confirm your e-mail")
    STORE = "STORE", _("Connect the first store")
    MAIL = "MAIL", _("Send yourself a first mail")
    BRAND = "BRAND", _("Give your mails a logo and a colour")
    PEOPLE = "PEOPLE", _("Ask your colleagues in")
    WHO = "WHO", _("Say who sends what")


WHY: Final = {
    FirstStep.EMAIL: _("Done with the link in your mail."),
    FirstStep.STORE: _(
        "A client's shop, by Shopify's own page or by pasting its secret. Or look around first in "
        "a sample store: three orders nobody placed, and nothing leaves."
    ),
    FirstStep.MAIL: _("The order confirmation of the newest order, as its buyer reads it."),
    FirstStep.BRAND: _("Once for the agency; each store may have its own."),
    FirstStep.PEOPLE: _("Each by an e-mail, with a role; they see what the role needs."),
    FirstStep.WHO: _("For each kind of mail: we, Shopify, or nobody. So no buyer hears it twice."),
}


@dataclass(frozen=True, slots=True)
class Line:
    step: FirstStep
    is_done: bool

    @property
    def why(self) -> str:
        return str(WHY[self.step])


def first_steps(*, actor: Actor) -> list[Line]:
    """At most six queries, each by an index or over an agency's few rows of settings."""
    store_ids = actor.store_ids
    done = {
        FirstStep.EMAIL: True,  # who is in has read a mail of ours, or was let in by the server
        FirstStep.STORE: bool(store_ids),
        FirstStep.MAIL: _has_written(store_ids),
        FirstStep.BRAND: _has_brand(actor.agency_id),
        FirstStep.PEOPLE: _has_company(actor.agency_id),
        FirstStep.WHO: _has_said(store_ids),
    }
    return [Line(step, done[step]) for step in FirstStep]


def store_to_try(stores: Sequence[Store]) -> Store | None:
    """Whose newest order the first mail tells of: a real store rather than the sample."""
    return min(stores, key=lambda store: (store.is_sandbox, store.pk), default=None)


def _has_written(store_ids: frozenset[int]) -> bool:
    tests = Message.objects.filter(store_id__in=store_ids, about__startswith=ABOUT_TEST)
    return bool(store_ids) and tests.exists()


def _has_brand(agency_id: int) -> bool:
    rows = Brand.objects.filter(agency_id=agency_id)
    return rows.exclude(logo_url="", accent="").exists()


def _has_company(agency_id: int) -> bool:
    if Membership.objects.filter(agency_id=agency_id).count() > 1:
        return True
    return Invitation.objects.open().filter(agency_id=agency_id).exists()


def _has_said(store_ids: frozenset[int]) -> bool:
    if not store_ids:
        return False
    is_chosen = DeliveryMode.objects.filter(store_id__in=store_ids).exists()
    return is_chosen or NativeMail.objects.filter(store_id__in=store_ids).exists()


def is_hidden(agency: Agency) -> bool:
    return agency.first_steps_hidden_at is not None
