"""What rules did, and tasks, as lines of an order's timeline."""

from typing import Any, Final

from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import pieces
from desk.automations import words
from orders.models import Activity
from orders.models import ActivityKind as Kind


def ran(row: Activity) -> tuple[str, SafeString, str]:
    """Which rule, what it did, and why it stopped or until when it waits."""
    data = row.data
    said = {
        "WAITING": _("Rule <b>{}</b> waits"),
        "STOPPED": _("Rule <b>{}</b> stopped"),
        "FAILED": _("Rule <b>{}</b> failed"),
    }.get(str(data.get("state")), _("Rule <b>{}</b> ran"))
    until = parse_datetime(str(data.get("until") or ""))
    parts = [words.step(each) for each in data.get("steps") or ()]
    if until:
        when = pieces.moment(until, row.at)
        parts.append(_("goes on %(when)s") % {"when": when})
    parts.append(words.ending(str(data.get("ending") or "")))
    return "robot", format_html(said, data.get("name") or ""), "; ".join(filter(None, parts)) or " "


def task(row: Activity) -> tuple[str, SafeString, str]:
    said = _("Task for staff: <b>{}</b>") if row.kind == Kind.TASK_GIVEN else _("Done: <b>{}</b>")
    symbol = "clock" if row.kind == Kind.TASK_GIVEN else "check"
    return symbol, format_html(said, row.data.get("title") or ""), ""


WORDS: Final[dict[str, Any]] = {
    Kind.RULE_RAN: ran,
    Kind.TASK_GIVEN: task,
    Kind.TASK_DONE: task,
}
