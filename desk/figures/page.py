"""The page of statistics and its CSV: eight statements, however many stores and days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analytics import figure_words
from analytics.figures import (
    LONG,
    MESSAGE_COUNTS,
    By,
    Compared,
    Figures,
    Money,
    figures_by,
    total,
)
from common import sheets
from common.db import replica
from common.money import from_minor
from desk import kinds
from desk.figures import drawing
from desk.figures.asking import COMPARISONS, PRESETS, TABS, Asked, asked_in
from desk.figures.drawing import Line, Point
from desk.figures.naming import Name, names
from stores.admin_base import may
from stores.roles import Verb
from templates_app.data import NotificationKind

MOST: Final = 200  # rows of sources, campaigns and products on a page
SHOWN: Final = 50  # rows at once: the greatest; the others are one click away
MOST_IN_FILE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: Name
    compared: Compared
    locale: str
    behind: str = ""  # the list of what stands behind it, "what" still to be named

    def share(self, name: str) -> str:
        return figure_words.share(self.compared.now.rate(name))

    @property
    def cells(self) -> dict[str, str]:
        """Each figure as it is shown."""
        now, before = self.compared.now, self.compared.before
        counts = ("sent", "orders", "orders_credited", "units", "returned")
        rates = ("delivered", "bounced", "opened_by_people", "opened_by_machines")
        return {
            **{name: figure_words.number(getattr(now, name)) for name in counts},
            **{name: self.share(name) for name in rates},
            "clicked_by_people": self.share("clicked_by_people"),
            "clicked_by_machines": self.share("clicked_by_machines"),
            "credited": figure_words.money(now.credited, self.locale),
            "gross": figure_words.money(now.sold, self.locale, "gross_minor"),
            "refund": figure_words.money(now.sold, self.locale, "refund_minor"),
            "net": figure_words.money(now.sold, self.locale),
            "net_before": figure_words.money(before.sold, self.locale),
        }


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    drawing: SafeString


@replica.reporting
def page(request: HttpRequest) -> HttpResponse:
    """Verdict, figures, their days, and the table by what was asked."""
    asked = _asked(request)
    wanted = asked.wanted
    by_day: dict[date, Compared] = figures_by(By.DAY, wanted)
    all_days = total(by_day.values())
    found = _rows(asked, MOST)
    rows = found if "all" in request.GET else found[:SHOWN]
    context = {
        **admin.site.each_context(request),
        "title": _("Statistics"),
        "crumbs": [(_("Statistics"), "")],
        "asked": asked,
        "verdict": figure_words.verdict(
            all_days.now, asked.period.days, is_of_kind=bool(asked.kind)
        ),
        "rest": figure_words.looked_and_bought(all_days.now),
        "period": figure_words.in_words(asked.period.since, asked.period.last),
        "compared": _compared(asked),
        "is_empty": not all_days.now,
        "figures": figure_words.sums(
            all_days,
            asked.store.locale if asked.store else "en",
            has_past=bool(asked.compared_with and all_days.before),
            is_of_kind=bool(asked.kind),
        ),
        "charts": _charts(asked, by_day),
        "tabs": [(TABS[by], asked.address(by=str(by)), by == asked.by) for by in asked.tabs],
        "rows": rows,
        "folded": len(found) - len(rows),
        "all_link": asked.address(all=1),
        "is_cut": asked.by in LONG and len(found) >= MOST,
        "is_of_orders": asked.by in LONG,
        "is_of_products": asked.by == By.PRODUCT,
        "is_of_stores": asked.by == By.STORE,
        "presets": PRESETS,
        "comparisons": COMPARISONS.items(),
        "kinds": [(kind, kinds.words(kind)) for kind in NotificationKind.values],
        "csv_link": "csv/" + asked.address(),
        "may_see_orders": may(request, Verb.VIEW_ORDERS),
        "may_see_messages": may(request, Verb.VIEW_MESSAGES),
    }
    return TemplateResponse(request, "desk/figures/page.html", context)


@replica.reporting
def file(request: HttpRequest) -> HttpResponseBase:
    """The table as it was asked, as a file of at most 10,000 lines, which says if it is cut."""
    asked = _asked(request)
    found = _rows(asked, MOST_IN_FILE + 1)
    told: Iterable[list[sheets.Cell]] = _lines(asked, found[:MOST_IN_FILE])
    if len(found) > MOST_IN_FILE:
        told = chain(told, [[_("There is more. Choose fewer days or one store.")]])
    days = f"{asked.period.since}-{asked.period.last}"
    return StreamingHttpResponse(
        sheets.lines(_header(asked), told),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="notifyhub-{asked.by}-{days}.csv"',
            "Cache-Control": "no-store",
        },
    )


def _asked(request: HttpRequest) -> Asked:
    if not may(request, Verb.VIEW_FIGURES):
        raise PermissionDenied
    return asked_in(request)


def _rows(asked: Asked, most: int) -> list[Row]:
    """The greatest first. What has no name is a store that somebody else took away meanwhile."""
    found = figures_by(asked.by, asked.wanted, most=most)
    named = names(asked, found)
    locale = asked.store.locale if asked.store else "en"
    rows = [
        Row(named[key], compared, locale, asked.behind(key))
        for key, compared in found.items()
        if key in named and (compared.now or compared.before)
    ]
    return sorted(rows, key=lambda row: _size(asked, row.compared.now), reverse=True)


def _size(asked: Asked, figures: Figures) -> tuple[int, int]:
    net = sum(money.net_minor for money in figures.sold.values())
    return (net, figures.orders) if asked.by in LONG else (figures.sent, net)


def _compared(asked: Asked) -> str:
    period = asked.compared_with
    if period is None:
        return ""
    return _("Dashed: %(period)s.") % {"period": figure_words.in_words(period.since, period.last)}


def _charts(asked: Asked, by_day: dict[date, Compared]) -> list[Chart]:
    """Messages, opens and clicks by people, and orders, day by day."""
    lines = [
        (_("Messages handed over"), "sent", False),
        (_("Opened by people, of those measured"), "opened_by_people", True),
        (_("Clicked by people, of those measured"), "clicked_by_people", True),
    ]
    lines.append(
        (_("Orders after a click"), "orders_credited", False)
        if asked.kind
        else (_("Orders"), "orders", False)
    )
    return [
        Chart(title, drawing.drawn(_line(asked, by_day, title, name, is_share=is_share)))
        for title, name, is_share in lines
    ]


def _line(
    asked: Asked, by_day: dict[date, Compared], title: str, name: str, *, is_share: bool
) -> Line:
    def value(figures: Figures) -> float | None:
        return figures.rate(name) if is_share else float(getattr(figures, name))

    then, points = asked.compared_with, []
    for place in range(asked.period.days):
        day = asked.period.since + timedelta(days=place)
        now = value(by_day.get(day, Compared()).now)
        before = None
        if then:
            before = value(by_day.get(then.since + timedelta(days=place), Compared()).before)
        words = figure_words.share(now) if is_share else figure_words.number(int(now or 0))
        label = formats.date_format(day, pgettext("date pattern", "j M"))
        points.append(Point(label, now, before, f"{label}: {words}"))
    best = max(points, key=lambda point: point.value or 0.0)
    finding = f"{title}. " + (_("Most: %(day)s") % {"day": best.said} if best.value else "")
    return Line(points, finding.strip(), is_share)


_MONEY: Final = ("orders", "gross", "refunds")


def _header(asked: Asked) -> list[str]:
    """Codes, as in the API: a file is read by programs, in any language."""
    counts = [*MESSAGE_COUNTS, "units", "returned"]
    money = [f"{whose}_{name}" for whose in ("credited", "sold") for name in _MONEY]
    return [str(asked.by), "code", "since", "until", *counts, "currency", *money]


def _lines(asked: Asked, rows: Iterable[Row]) -> Iterator[list[sheets.Cell]]:
    """A line for each row; each further currency has one of its own, without the counts."""
    days: list[sheets.Cell] = [str(asked.period.since), str(asked.period.last)]
    for row in rows:
        now = row.compared.now
        name = " · ".join(part for part in (row.name.words, row.name.under) if part)
        counts: list[sheets.Cell] = [getattr(now, one) for one in (*MESSAGE_COUNTS,)]
        counts += [now.units, now.returned]
        for currency in sorted(now.credited.keys() | now.sold.keys()) or [""]:
            money = [
                cell
                for purse in (now.credited, now.sold)
                for cell in _sums(purse.get(currency, Money()), currency)
            ]
            yield [name, row.name.code, *days, *counts, currency, *money]
            counts = [None] * len(counts)


def _sums(money: Money, currency: str) -> list[int | Decimal | Any]:
    sums = (money.gross_minor, money.refund_minor)
    return [money.orders, *(from_minor(each, currency) for each in sums)]
