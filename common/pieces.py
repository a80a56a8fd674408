"""Small pieces of the design language as HTML: icons, states, times, money."""

from datetime import date, datetime, timedelta

from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.money import format_money

EMPTY = "–"  # not measured, not known; never a blank


def icon(name: str) -> SafeString:
    """One symbol of our sprite; always beside a word."""
    return format_html(
        '<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        static("notifyhub/icons.svg"),
        name,
    )


def state(words: object, *, tone: str = "", symbol: str = "") -> SafeString:
    """Icon and words; the colour (good, warn, bad, unk, hold) comes third."""
    if not symbol:
        return format_html('<span class="state {}">{}</span>', tone, words)
    return format_html('<span class="state {}">{} {}</span>', tone, icon(symbol), words)


def country(code: str) -> SafeString:
    return format_html('<span class="cc">{}</span>', code or EMPTY)


def tag(text: object) -> SafeString:
    return format_html('<span class="tag"><bdi>{}</bdi></span>', text)


def money(minor: int | None, currency: str, locale: str) -> SafeString:
    """As the store's locale writes it, never broken over two lines."""
    if minor is None or not currency:
        return SafeString(EMPTY)
    return format_html('<bdi class="num">{}</bdi>', format_money(minor, currency, locale))


def ago(at: datetime, now: datetime) -> str:
    """How long ago, in the two greatest units: `3 d 4 h ago`; or how long until."""
    seconds = int((now - at) / timedelta(seconds=1))
    words = span(abs(seconds))
    return (
        _("in %(span)s") % {"span": words} if seconds < 0 else _("%(span)s ago") % {"span": words}
    )


def span(seconds: int) -> str:
    """A length of time in its two greatest units: 95 → `1 min 35 s`."""
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    if days:
        return _("%(d)s d %(h)s h") % {"d": days, "h": hours}
    if hours:
        return _("%(h)s h %(m)s min") % {"h": hours, "m": minutes}
    if minutes >= 10:
        return _("%(m)s min") % {"m": minutes}
    if minutes:
        return _("%(m)s min %(s)s s") % {"m": minutes, "s": seconds}
    return _("%(s)s s") % {"s": seconds}


def moment(at: datetime, now: datetime) -> str:
    """`Wed 18 Nov 10:07` in the current time zone; the year only where it is another."""
    local = timezone.localtime(at)
    if local.year != timezone.localtime(now).year:
        return formats.date_format(local, pgettext("date pattern", "D j M Y H:i"))
    return formats.date_format(local, pgettext("date pattern", "D j M H:i"))


def long_moment(at: datetime) -> str:
    """`Saturday 21 November, 10:07`: for the head of a page that is about today."""
    pattern = pgettext("date pattern", "l j F, H:i")
    return capitalised(formats.date_format(timezone.localtime(at), pattern))


def day(on: date) -> str:
    """`Today`, `Saturday 21 November 2026`: for what is sorted by days."""
    days = (timezone.localdate() - on).days
    if days in (0, 1):
        return _("Yesterday") if days else _("Today")
    return capitalised(formats.date_format(on, pgettext("date pattern", "l j F Y")))


def both_times(at: datetime | None, now: datetime | None = None) -> SafeString:
    """`3 d 4 h ago, Wed 18 Nov 10:07`: the first to feel, the second to quote."""
    if at is None:
        return SafeString(EMPTY)
    now = now or timezone.now()
    return format_html(
        '<time class="both" datetime="{}"><b>{}</b> <span class="sub">{}</span></time>',
        at.isoformat(),
        ago(at, now),
        moment(at, now),
    )


def capitalised(words: object) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]


def as_sentence(words: object) -> str:
    """A reason, which begins small, as a sentence of its own."""
    return _("%(sentence)s.") % {"sentence": capitalised(words)} if words else ""


def in_a_row(*sentences: object) -> str:
    """Whole sentences after each other; those that are empty are left out."""
    return pgettext("between sentences", " ").join(str(one) for one in sentences if one)


def percent(number: str) -> str:
    return _("%(number)s %%") % {"number": number}


def bounded(count: int, most: int) -> str:
    """A count that was stopped: `500+`."""
    return f"{formats.number_format(most)}+" if count > most else formats.number_format(count)


def stores_in_words(count: int) -> str:
    return ngettext("%(n)s store", "%(n)s stores", count) % {"n": formats.number_format(count)}
