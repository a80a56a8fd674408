"""Figures in words: sentences, numbers, shares, changes and money as a marketer reads them."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from analytics.figures import Compared, Figures, Purse
from common import pieces
from common.money import format_money

MINUS: Final = "\u2212"
# A change of less than this many points, or parts of a hundred, is as good as none.
QUIET: Final = 0.5
LESS_IS_BETTER: Final = ("bounced", "complained", "unsubscribed", "failed")


@dataclass(frozen=True, slots=True)
class Said:
    """A figure, its change and what it is a part of."""

    title: str
    value: str
    change: str = ""
    tone: str = "mute-t"
    aside: str = ""


def number(value: int) -> str:
    return str(formats.number_format(value, use_l10n=True, force_grouping=True)).replace("-", MINUS)


def share(value: float | None) -> str:
    """`44.1 %`; "–" where there is nothing of which it could be a part."""
    if value is None:
        return pieces.EMPTY
    return pieces.percent(formats.number_format(round(100 * value, 1), 1))


def money(purse: Purse, locale: str, what: str = "net_minor") -> str:
    """Each currency for itself, the greatest first; none: "–"."""
    sums = [
        format_money(getattr(held, what), currency, locale).replace("-", MINUS)
        for currency, held in sorted(purse.items(), key=lambda one: -one[1].gross_minor)
        if currency
    ]
    return " · ".join(sums) or pieces.EMPTY


def count_of(title: str, compared: Compared, name: str, *, has_past: bool) -> Said:
    now, before = getattr(compared.now, name), getattr(compared.before, name)
    change, tone = _grown(now, before) if has_past else ("", "mute-t")
    aside = _("before %(n)s") % {"n": number(before)} if has_past else ""
    return Said(title, number(now), change, tone, aside)


def rate_of(title: str, compared: Compared, name: str, *, has_past: bool) -> Said:
    now, before = compared.now.rate(name), compared.before.rate(name)
    change, tone = "", "mute-t"
    if has_past and now is not None and before is not None:
        change, tone = _moved(now, before, is_less_better=name in LESS_IS_BETTER)
    return Said(title, share(now), change, tone, part_of(compared.now, name))


def part_of(figures: Figures, name: str) -> str:
    """What a rate is a part of, said beside it."""
    if name.startswith(("opened", "clicked")):
        if not figures.tracked:
            return _("not measured") if figures.sent else _("nothing was sent")
        return _("of %(n)s measured") % {"n": number(figures.tracked)}
    return _("of %(n)s") % {"n": number(figures.sent)} if figures.sent else _("nothing was sent")


def money_of(title: str, now: Purse, before: Purse, locale: str, *, has_past: bool) -> Said:
    change, tone = "", "mute-t"
    if has_past and len(now) == len(before) == 1 and now.keys() == before.keys():
        (one,), (other,) = now.values(), before.values()
        change, tone = _grown(one.net_minor, other.net_minor)
    orders = sum(held.orders for held in now.values())
    aside = _("%(n)s orders, after refunds") % {"n": number(orders)} if now else ""
    return Said(title, money(now, locale), change, tone, aside)


def _grown(now: int, before: int) -> tuple[str, str]:
    if before <= 0:
        return "", "mute-t"
    change = 100 * (now - before) / before
    words = pieces.percent(f"{change:+.0f}".replace("-", MINUS))
    return words, "mute-t" if abs(change) < QUIET else "good-t" if change > 0 else "bad-t"


def _moved(now: float, before: float, *, is_less_better: bool) -> tuple[str, str]:
    change = round(100 * (now - before), 1)
    sign = "+" if change > 0 else MINUS if change < 0 else "±"
    words = _("%(points)s pts") % {"points": sign + formats.number_format(abs(change), 1)}
    is_good = (change < 0) == is_less_better
    return words, "mute-t" if abs(change) < QUIET else "good-t" if is_good else "bad-t"


def in_words(since: date, last: date) -> str:
    """`1 Mar – 31 Mar 2026`."""
    with_year = pgettext("date pattern", "j M Y")
    short = with_year if since.year != last.year else pgettext("date pattern", "j M")
    return f"{formats.date_format(since, short)} – {formats.date_format(last, with_year)}"


def verdict(now: Figures, days: int, *, is_of_kind: bool = False) -> str:
    """What happened, in one sentence."""
    if not now:
        return _("Nothing was sent and nothing was sold in these days.")
    sent = ngettext("%(n)s message left", "%(n)s messages left", now.sent)
    orders = ngettext("%(n)s order came in", "%(n)s orders came in", now.orders)
    parts = [sent % {"n": number(now.sent)}]
    if not is_of_kind:
        parts.append(orders % {"n": number(now.orders)})
    when = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    return _("%(days)s: %(what)s.") % {"days": when, "what": _(" and ").join(parts)}


def looked_and_bought(now: Figures) -> str:
    """Who looked, and who bought then; "" where nothing left."""
    if not now.sent:
        return ""
    credited = ngettext(
        "%(n)s order came after a person's click.",
        "%(n)s orders came after a person's click.",
        now.orders_credited,
    ) % {"n": number(now.orders_credited)}
    rate = now.rate("opened_by_people")
    if rate is None:
        return pieces.in_a_row(_("Opens are not measured here."), credited)
    opened = _("%(share)s of those measured were opened by a person.") % {"share": share(rate)}
    return pieces.in_a_row(opened, credited)


def sums(
    all_days: Compared, locale: str, *, has_past: bool, is_of_kind: bool = False
) -> list[Said]:
    """Nine, in threes: what left and arrived, who looked, what was bought."""
    now, before = all_days.now, all_days.before
    rates = {
        "delivered": _("Known to be delivered"),
        "bounced": _("Came back"),
        "opened_by_people": _("Opened by people"),
        "opened_by_machines": _("Opened by machines"),
        "clicked_by_people": _("Clicked by people"),
        "clicked_by_machines": _("Clicked by machines"),
    }
    said = [
        count_of(_("Messages handed over"), all_days, "sent", has_past=has_past),
        *(rate_of(words, all_days, name, has_past=has_past) for name, words in rates.items()),
        money_of(
            _("Bought after a click"), now.credited, before.credited, locale, has_past=has_past
        ),
    ]
    if not is_of_kind:
        sold = _("Product revenue")
        said.append(money_of(sold, now.sold, before.sold, locale, has_past=has_past))
    return said
