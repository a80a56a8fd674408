"""Days and times as the page says them, in its language and the store's time zone."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def day(on: date) -> str:
    """ "Wednesday 25 November"."""
    return date_format(on, pgettext("date pattern", "l j F"))


def short_day(on: date) -> str:
    """ "25 Nov"."""
    return date_format(on, pgettext("date pattern", "j M"))


def local_day(at: datetime) -> date:
    return timezone.localtime(at).date()


def moment(at: datetime, today: date) -> str:
    """ "today, 09:12" or "Friday 20 November, 19:40"."""
    local = timezone.localtime(at)
    if local.date() == today:
        return _("today, %(time)s") % {"time": date_format(local, "H:i")}
    return date_format(local, pgettext("date pattern", "l j F, H:i"))
