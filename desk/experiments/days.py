"""Days of a test as its pages write them."""

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import pgettext


def short_day(on: date) -> str:
    """`1 Dec`; with its year where that is another."""
    if on.year != timezone.localdate().year:
        return formats.date_format(on, pgettext("date pattern", "j M Y"))
    return formats.date_format(on, pgettext("date pattern", "j M"))


def day_of(at: datetime) -> str:
    return short_day(timezone.localtime(at).date())


def long_day(on: date) -> str:
    """`12 December`: inside a sentence; with its year where that is another."""
    if on.year != timezone.localdate().year:
        return formats.date_format(on, pgettext("date pattern", "j F Y"))
    return formats.date_format(on, pgettext("date pattern", "j F"))
