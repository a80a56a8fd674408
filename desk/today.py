"""Today's figures against the usual: the same hours of the same weekday, four weeks before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analytics.queries import Figures, Span
from common import pieces
from desk.charts import Hour
from stores.models import Store

WEEKS: Final = 4
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Times:
    """Spans of whole hours in the current time zone."""

    now: datetime
    today: Span
    so_far: Span
    same_days: list[Span]
    same_hours: list[Span]


@dataclass(frozen=True, slots=True)
class Figure:
    title: str
    value: str | SafeString
    change: str
    tone: str
    aside: str


def times(now: datetime) -> Times:
    local = timezone.localtime(now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    days = []
    hours = []
    for week in range(1, WEEKS + 1):
        day = (midnight - timedelta(days=7 * week)).replace(fold=0)
        days.append((day, day + timedelta(days=1)))
        hours.append((day, day + (this_hour + _HOUR - midnight)))
    return Times(
        now=now,
        today=(midnight, midnight + timedelta(days=1)),
        so_far=(midnight, this_hour + _HOUR),
        same_days=days,
        same_hours=hours,
    )


def hours_of(by_hour: dict[datetime, Figures], clock: Times, weeks: int) -> list[Hour]:
    """The 24 bars of today. An hour that is not over is pale, and what is ahead has no bar."""
    bars = []
    for place in range(24):
        hour = clock.today[0] + place * _HOUR
        found = by_hour.get(hour, Figures())
        past = [
            by_hour.get(hour - timedelta(days=7 * week), Figures()) for week in range(1, WEEKS + 1)
        ]
        bars.append(
            Hour(
                label=f"{place:02}:00",
                sent=found.sent,
                failed=found.failed,
                usual=sum(one.sent for one in past) / weeks if weeks else 0.0,
                is_unfinished=hour <= clock.now < hour + _HOUR,
                is_ahead=hour > clock.now,
            )
        )
    return bars


def figures(today: Figures, before: Figures, weeks: int, stores: Sequence[Store]) -> list[Figure]:
    """Six figures. What was never measured is said to be so, never shown as 0."""
    usual = max(weeks, 1)
    counted = weeks > 0
    return [
        _count(_("Messages handed over"), today.sent, before.sent / usual, counted),
        _share(_("Left within a minute"), (today.prompt, today.sent), (before.prompt, before.sent)),
        _share(
            _("Could not be sent"),
            (today.failed, today.sent + today.failed),
            (before.failed, before.sent + before.failed),
            less_is_better=True,
        ),
        _share(_("Opened"), (today.opened, today.sent), (before.opened, before.sent)),
        _share(_("Link followed"), (today.clicked, today.sent), (before.clicked, before.sent)),
        _orders(today, before.orders / usual, counted, stores),
    ]


def _count(title: str, value: int, usual: float, is_counted: bool) -> Figure:
    if not is_counted or not usual:
        return Figure(title, formats.number_format(value), "", "mute-t", _("usual not known yet"))
    change = round(100 * (value - usual) / usual)
    return Figure(
        title,
        formats.number_format(value),
        pieces.percent(f"{change:+d}".replace("-", "−")),
        "good-t" if change >= 0 else "mute-t",
        _("usual %(n)s") % {"n": formats.number_format(round(usual))},
    )


def _share(
    title: str, now: tuple[int, int], past: tuple[int, int], *, less_is_better: bool = False
) -> Figure:
    if not now[1]:
        return Figure(title, pieces.EMPTY, "", "mute-t", _("nothing was sent yet"))
    part = 100 * now[0] / now[1]
    value = pieces.percent(formats.number_format(round(part, 1), 1))
    if not past[1]:
        return Figure(title, value, "", "mute-t", _("usual not known yet"))
    change = round(part - 100 * past[0] / past[1], 1)
    is_good = (change <= 0) == less_is_better or change == 0
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    points = formats.number_format(abs(change), 1)
    return Figure(
        title,
        value,
        _("%(points)s pts") % {"points": f"{sign}{points}"},
        "mute-t" if abs(change) < 0.5 else "good-t" if is_good else "bad-t",
        _("of %(n)s") % {"n": formats.number_format(now[1])},
    )


def _orders(today: Figures, usual: float, is_counted: bool, stores: Sequence[Store]) -> Figure:
    """With their value where all stores count in one currency; other sums would be nobody's."""
    plain = _count(_("Orders"), today.orders, usual, is_counted)
    if len({store.currency for store in stores}) != 1:
        return plain
    worth = pieces.money(today.value_minor, stores[0].currency, stores[0].locale)
    aside = _("%(aside)s, %(worth)s") % {"aside": plain.aside, "worth": _strip(worth)}
    return Figure(plain.title, plain.value, plain.change, plain.tone, aside)


def _strip(worth: SafeString) -> str:
    return worth.removeprefix('<bdi class="num">').removesuffix("</bdi>")
