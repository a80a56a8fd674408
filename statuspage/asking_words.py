"""What buyers ask for, in words: the reasons of the form, and what they read of their requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.models import Order
from statuspage.models import BuyerRequest, RequestKind, RequestState

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

PROBLEMS: Final[Sequence[tuple[str, "StrPromise"]]] = (
    ("DAMAGED", gettext_lazy("The parcel is damaged")),
    ("MISSING", gettext_lazy("Something is missing")),
    ("NOT_ARRIVED", gettext_lazy("The parcel has not arrived")),
    ("OTHER", gettext_lazy("Something else")),
)
RETURNS: Final[Sequence[tuple[str, "StrPromise"]]] = (
    ("CHANGED_MIND", gettext_lazy("I have changed my mind")),
    ("DOES_NOT_FIT", gettext_lazy("It does not fit")),
    ("NOT_AS_SHOWN", gettext_lazy("It is not as shown")),
    ("FAULTY", gettext_lazy("It is faulty")),
    ("OTHER", gettext_lazy("Something else")),
)
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as its buyer reads it."""

    what: str
    state: str
    answer: str
    is_open: bool


def asked_of(order: Order) -> list[Asked]:
    """The newest requests of an order. One query."""
    rows = BuyerRequest.objects.filter(order=order).order_by("-asked_at", "-id")
    return [asked(row) for row in rows[:_SHOWN]]


def asked(row: BuyerRequest) -> Asked:
    day = formats.date_format(timezone.localtime(row.asked_at), "DATE_FORMAT")
    what = {
        RequestKind.ADDRESS: _("Another delivery address, asked for on %(day)s"),
        RequestKind.PROBLEM: _("A problem, reported on %(day)s"),
        RequestKind.RETURN: _("A return, asked for on %(day)s"),
    }[RequestKind(row.kind)]
    state = {
        RequestState.OPEN: _("The shop has it, and will answer."),
        RequestState.DONE: _("Done."),
        RequestState.REFUSED: _("The shop cannot do this."),
    }[RequestState(row.state)]
    return Asked(what % {"day": day}, state, row.answer, row.state == RequestState.OPEN)


def reason_in_words(row: BuyerRequest) -> str:
    """The reason chosen in the form; "" where there is none."""
    return words_for(row.reason)


def words_for(reason: str) -> str:
    """A code of the forms, in words."""
    known = {**dict(PROBLEMS), **dict(RETURNS)}
    return str(known.get(reason, ""))
