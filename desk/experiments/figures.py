"""Figures of a test in words: per 100 orders, in money, in days; with their signs."""

from dataclasses import dataclass
from typing import Final

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.standing import Standing
from analytics.stats.data import Effect, Scale
from common.money import exponent, format_money
from templates_app.models import Metric, Unit

MINUS: Final = "\u2212"
EMPTY: Final = "–"
MONEY: Final = (Metric.REVENUE, Metric.ORDER_VALUE)
# Of these less is better.
BAD: Final = (Metric.CONTACTED,)
_MONTH, _YEAR = 30.4, 365.25


@dataclass(frozen=True, slots=True)
class Measure:
    """What counts in a test, and how its figures are written."""

    metric: str
    unit: str
    currency: str  # "" where there is no money, or several currencies
    locale: str  # in which money is written
    is_relative: bool = False  # only changes in per cent may be compared: several currencies

    @classmethod
    def of(cls, standing: Standing, unit: str, locale: str) -> "Measure":
        analysis = standing.analysis
        is_relative = analysis is not None and analysis.design.scale is Scale.RELATIVE
        return cls(standing.metric, unit, standing.currency, locale, is_relative)

    @property
    def is_money(self) -> bool:
        return self.metric in MONEY

    @property
    def is_lower_better(self) -> bool:
        return self.metric in BAD

    def drawn(self, value: float) -> float:
        """As the axis counts: per 100, per cent, or major units of money."""
        return value / 10 ** exponent(self.currency) if self._is_in_money else value * 100

    def tick(self, drawn: float) -> str:
        places = 0 if float(drawn).is_integer() else 1 if round(drawn, 1) == drawn else 2
        return signed(drawn, places)

    def signed(self, value: float | None) -> str:
        """`+2.6`, of money `+kr 12.00`, of several currencies `+2.6 %`."""
        if value is None:
            return EMPTY
        sign = "+" if value > 0 else MINUS if value < 0 else ""
        if self._is_in_money:
            return sign + self._money(abs(value))
        number = signed(value * 100, 1)
        return _("%(number)s %%") % {"number": number} if self.is_relative else number

    def span(self, interval: Effect) -> str:
        """`−0.1 to +2.6`."""
        ends = {"low": self.signed(interval.low), "high": self.signed(interval.high)}
        return _("%(low)s to %(high)s") % ends

    def amount(self, value: float) -> str:
        """A size without its sign, with what it is counted in: `1.3 clicks per 100 orders`."""
        size = abs(value)
        if self.is_relative:
            return _("%(number)s %%") % {"number": decimal(size * 100)}
        if self._is_in_money:
            return self._per_unit(self._money(size))
        return self._per_hundred(decimal(size * 100))

    def level(self, rate: float | None) -> str:
        """What one arm brings, for a column: `16.7`, or money."""
        if rate is None:
            return EMPTY
        return self._money(rate) if self.is_money and self.currency else decimal(rate * 100)

    @property
    def title(self) -> str:
        """Above the axis: `Clicks per 100 orders`."""
        if self.is_relative:
            return _("Change in per cent")
        if self._is_in_money:
            return self._per_unit(self.currency)
        said = self._per_hundred("")
        return said.strip()[:1].upper() + said.strip()[1:]

    @property
    def given_label(self) -> str:
        return _("Orders") if self.unit == Unit.ORDER else _("Buyers")

    @property
    def hits_label(self) -> str:
        known: dict[str, str] = {
            Metric.CLICKED: _("Clicked"),
            Metric.OPENED: _("Opened"),
            Metric.CONTACTED: _("Asked for help"),
        }
        return known.get(self.metric, _("Ordered again"))

    @property
    def level_label(self) -> str:
        if not self.is_money:
            return _("Per 100")
        if self.metric == Metric.ORDER_VALUE:
            return _("Per next order")
        return _("Per order") if self.unit == Unit.ORDER else _("Per buyer")

    def counted(self, units: int) -> str:
        """`13,625 orders`, `13,625 buyers`."""
        if self.unit == Unit.ORDER:
            return ngettext("%(n)s order", "%(n)s orders", units) % {"n": grouped(units)}
        return ngettext("%(n)s buyer", "%(n)s buyers", units) % {"n": grouped(units)}

    def counted_more(self, units: int) -> str:
        """`13,625 more orders`."""
        if self.unit == Unit.ORDER:
            return ngettext("%(n)s more order", "%(n)s more orders", units) % {"n": grouped(units)}
        return ngettext("%(n)s more buyer", "%(n)s more buyers", units) % {"n": grouped(units)}

    @property
    def _is_in_money(self) -> bool:
        return self.is_money and bool(self.currency) and not self.is_relative

    def _money(self, minor: float) -> str:
        return format_money(round(minor), self.currency, self.locale)

    def _per_unit(self, money: str) -> str:
        if self.metric == Metric.ORDER_VALUE:
            return _("%(money)s per next order") % {"money": money}
        if self.unit == Unit.ORDER:
            return _("%(money)s per order") % {"money": money}
        return _("%(money)s per buyer") % {"money": money}

    def _per_hundred(self, number: str) -> str:
        return _per_hundred_words(self.metric, self.unit) % {"n": number}


def _per_hundred_words(metric: str, unit: str) -> str:
    of_orders: dict[str, str] = {
        Metric.CLICKED: _("%(n)s clicks per 100 orders"),
        Metric.OPENED: _("%(n)s opens per 100 orders"),
        Metric.CONTACTED: _("%(n)s requests for help per 100 orders"),
    }
    of_buyers: dict[str, str] = {
        Metric.CLICKED: _("%(n)s clicks per 100 buyers"),
        Metric.OPENED: _("%(n)s opens per 100 buyers"),
        Metric.CONTACTED: _("%(n)s requests for help per 100 buyers"),
    }
    if unit == Unit.ORDER:
        return of_orders.get(metric, _("%(n)s repeat orders per 100 orders"))
    return of_buyers.get(metric, _("%(n)s repeat buyers per 100 buyers"))


def decimal(value: float, places: int = 1) -> str:
    return formats.number_format(round(value, places), decimal_pos=places, force_grouping=True)


def grouped(number: int) -> str:
    """`13,625`."""
    return formats.number_format(number, force_grouping=True)


def signed(value: float, places: int) -> str:
    """With a sign that is as wide as the plus; nothing before a zero."""
    rounded = round(value, places)
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return sign + decimal(abs(rounded), places)


def percent(share: float, places: int = 0) -> str:
    """`62 %` of a share of 1."""
    return _("%(number)s %%") % {"number": decimal(share * 100, places)}


def in_hundred(chance: float) -> int:
    """Of 100 tests; never 0 and never 100, since nothing is sure."""
    return min(max(round(chance * 100), 1), 99)


def how_long(days: float | None) -> str:
    """`21 days`; from three months on in months, since nobody counts 420 days."""
    if days is None:
        return _("for ever")
    if days < 90:
        whole = max(round(days), 1)
        return ngettext("%(n)s day", "%(n)s days", whole) % {"n": whole}
    if days < 2 * _YEAR:
        months = round(days / _MONTH)
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    years = round(days / _YEAR)
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": grouped(years)}


def p_value(p: float) -> str:
    """`p = 0.013`, and `p < 0.001` for what is smaller."""
    if p < 0.001:
        return "p < " + decimal(0.001, 3)
    return "p = " + decimal(p, 3)
