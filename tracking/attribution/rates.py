"""Rates of exchange by the day, from the European Central Bank's list; never guessed."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from common.errors import DomainError
from common.money import exponent
from tracking.models.attribution import CurrencyRate

EURO: Final = "EUR"
# The Bank publishes on working days: a rate holds over a weekend and the longest holidays.
HOLDS_FOR: Final = timedelta(days=7)
_PLACES: Final = Decimal("0.0000000001")
_AT_ONCE: Final = 5000
_MONTHS: Final = tuple(date(2000, month, 1).strftime("%b") for month in range(1, 13))


class NotRates(DomainError):
    """The file is not the Bank's list of rates."""

    code = "not-a-list-of-rates"


def rate_on(*, from_currency: str, to_currency: str, on: date) -> Decimal | None:
    """How much of `to_currency` one of `from_currency` was; None where it is not known.

    One statement; none where both are the same.
    """
    if from_currency == to_currency:
        return Decimal(1)
    wanted = {from_currency, to_currency} - {EURO}
    rows = CurrencyRate.objects.filter(currency__in=wanted, on__lte=on, on__gt=on - HOLDS_FOR)
    known = rows.order_by("on").values_list("currency", "per_euro")
    per_euro = {EURO: Decimal(1), **dict(known)}  # of several days the last
    if not wanted <= per_euro.keys():
        return None
    return (per_euro[to_currency] / per_euro[from_currency]).quantize(_PLACES)


def convert(minor: int, rate: Decimal, from_currency: str, to_currency: str) -> int:
    """Minor units in another currency: yen have none, dinars have three places."""
    shift = exponent(to_currency) - exponent(from_currency)
    whole = (Decimal(minor) * rate).scaleb(shift)
    return int(whole.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


@transaction.atomic
def load_rates(*, lines: Iterable[str]) -> int:
    """Keep the rates of the Bank's CSV file (eurofxref-hist.csv or eurofxref.csv); how many.

    A rate that is known is written over: the Bank corrects itself. Raises NotRates.
    """
    rows = csv.reader(lines)
    head = [name.strip() for name in next(rows, [])]
    if not head or head[0] != "Date" or len(head) < 2:
        raise NotRates(
            _(
                "This is not the European Central Bank's list of rates: its first line begins "
                "with “Date”. Fetch eurofxref-hist.csv from the Bank's pages."
            )
        )
    count = 0
    batch: list[CurrencyRate] = []
    for number, row in enumerate(rows, start=2):
        batch += _rates_of(head, row, number)
        if len(batch) >= _AT_ONCE:
            count += _keep(batch)
            batch = []
    return count + _keep(batch)


def last_day() -> date | None:
    """The newest day of which a rate is known."""
    newest: date | None = CurrencyRate.objects.aggregate(on=Max("on"))["on"]
    return newest


def _rates_of(head: list[str], row: list[str], number: int) -> Iterator[CurrencyRate]:
    if not any(cell.strip() for cell in row):
        return
    try:
        on = _day(row[0].strip())
        for currency, cell in zip(head[1:], row[1:], strict=False):
            text = cell.strip()
            if len(currency) == 3 and text not in ("", "N/A"):
                yield CurrencyRate(on=on, currency=currency, per_euro=_positive(text))
    except (ValueError, InvalidOperation) as error:
        said = {"line": number, "error": str(error)}
        raise NotRates(_("Line %(line)s cannot be read: %(error)s") % said) from error


def _day(text: str) -> date:
    """`2026-05-04` in the history, `4 May 2026` in the file of a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        day, month, year = text.split()
        return date(int(year), _MONTHS.index(month[:3]) + 1, int(day))


def _positive(text: str) -> Decimal:
    rate = Decimal(text)
    if not rate.is_finite() or not Decimal("0.000001") < rate < Decimal(10) ** 9:
        raise ValueError(f"{text} is no rate")
    return rate


def _keep(rates: list[CurrencyRate]) -> int:
    if not rates:
        return 0
    newest = {(rate.currency, rate.on): rate for rate in rates}
    CurrencyRate.objects.bulk_create(
        newest.values(),
        update_conflicts=True,
        unique_fields=["currency", "on"],
        update_fields=["per_euro"],
    )
    return len(newest)
