"""What was changed: who, when, through what, and from what to what. Newest first."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import keyset, pieces
from desk import kinds
from desk.privacy import common
from stores import changes
from stores.admin_base import actor_of
from stores.changes import Wanted
from stores.models import Change, ChangeDeed
from stores.recorded import THINGS
from stores.roles import Verb
from templates_app.data import NotificationKind

ON_A_PAGE: Final = 50
LONGEST: Final = 160  # letters of a value, as it is shown
DOORS: Final[dict[str, Any]] = {
    "admin": gettext_lazy("on a page here"),
    "api": gettext_lazy("through the API"),
    "job": gettext_lazy("by a job"),
    "command": gettext_lazy("by a command"),
}
_TONES: Final = {
    ChangeDeed.ADDED: ("good", "check"),
    ChangeDeed.CHANGED: ("", "pencil"),
    ChangeDeed.REMOVED: ("bad", "x"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One column that is another now."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """One change as a line of the list."""

    change: Change
    store: str
    people: dict[int, str]

    @property
    def badge(self) -> SafeString:
        tone, symbol = _TONES[ChangeDeed(self.change.deed)]
        return pieces.state(self.change.get_deed_display(), tone=tone, symbol=symbol)

    @property
    def thing(self) -> str:
        return pieces.capitalised(changes.called(self.change.thing))

    @property
    def name(self) -> str:
        """What it is called: a code as its label, a member as the person."""
        said = (self.change.after or {}) | (self.change.before or {})
        if "user_id" in said and not self.change.name:
            return self.people.get(said["user_id"], "")
        return _code_in_words(self.change.thing, "kind", self.change.name)

    @property
    def who(self) -> str:
        return self.change.label or _("NotifyHub itself")

    @property
    def door(self) -> str:
        return str(DOORS.get(self.change.door, ""))

    @property
    def steps(self) -> list[Step]:
        before, after = self.change.before or {}, self.change.after or {}
        names = [name for name in {**before, **after} if name not in ("id", "public_id")]
        if self.change.deed != ChangeDeed.CHANGED:
            names = [name for name in names if (before | after)[name] not in (None, "", [], {})]
        return [self._step(name, before, after) for name in names]

    @property
    def history(self) -> str:
        said = {"thing": self.change.thing, "thing_id": self.change.thing_id}
        return f"{reverse('admin:changes_changelist')}?{urlencode(said)}"

    def _step(self, name: str, before: dict[str, Any], after: dict[str, Any]) -> Step:
        label = pieces.capitalised(changes.column_called(self.change.thing, name))
        return Step(label, self._words(name, before), self._words(name, after))

    def _words(self, name: str, said: dict[str, Any]) -> str:
        if name not in said:
            return ""
        value = said[name]
        if isinstance(value, str):
            value = _code_in_words(self.change.thing, name, value)
        if name == "user_id":
            value = self.people.get(value, value)
        if isinstance(value, str) and (at := _moment_in(value)):
            return pieces.moment(at, timezone.now())
        if value in (None, ""):
            return pieces.EMPTY
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _moment_in(text: str) -> datetime | None:
    """The time that a column of times holds, as Postgres writes it in JSON."""
    if len(text) < 19 or text[10:11] != "T":
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if timezone.is_aware(at) else None


def _code_in_words(thing: str, column: str, value: str) -> str:
    """A kind of mail, or another code, as pages call it."""
    if column == "kind" and value in NotificationKind:
        return kinds.words(value)
    return str(changes.shown(thing, column, value))


def page(request: HttpRequest) -> HttpResponse:
    """Two queries beside who asks, three where members changed."""
    common.must(request, Verb.VIEW_CHANGES)
    actor = actor_of(request)
    chosen = {
        name: request.GET.get(name, "").replace("\0", "")[:63]
        for name in ("who", "thing", "thing_id", "day")
    }
    found = _page(request, _wanted(chosen), _day(chosen["day"]))
    named = {store.pk: store.name for store in actor.stores}
    people = changes.names_of_people(found.rows)
    context = common.context(
        request,
        _("What was changed"),
        rows=[Row(row, named.get(row.store_id or 0, ""), people) for row in found.rows],
        older=_link(chosen, older=str(found.older)) if found.older else "",
        newer=_link(chosen, newer=str(found.newer)) if found.newer else "",
        chosen=chosen,
        is_narrowed=any(chosen.values()),
        persons=changes.people_of(agency_id=actor.agency_id),
        things=sorted((pieces.capitalised(changes.called(each)), each) for each in THINGS),
    )
    return TemplateResponse(request, "desk/privacy/changes.html", context)


def history_of(table: str, pk: int) -> str:
    """The address of what happened to one thing, for links from its own page."""
    said = {"thing": table, "thing_id": pk}
    return f"{reverse('admin:changes_changelist')}?{urlencode(said)}"


def _wanted(chosen: dict[str, str]) -> Wanted:
    digits = chosen["thing_id"]
    is_number = digits.isascii() and digits.isdecimal() and len(digits) < 19
    return Wanted(chosen["who"], chosen["thing"], int(digits) if is_number else None)


def _day(text: str) -> tuple[datetime, datetime] | None:
    try:
        on = parse_date(text)
    except ValueError:
        return None
    if on is None or not 2000 <= on.year <= 2200:
        return None
    since = timezone.make_aware(datetime(on.year, on.month, on.day))  # noqa: DTZ001 - made aware here
    return since, since + timedelta(days=1)


def _page(
    request: HttpRequest, wanted: Wanted, day: tuple[datetime, datetime] | None
) -> keyset.Page[Change]:
    rows = changes.within_reach(agency_id=actor_of(request).agency_id, wanted=wanted)
    if day is not None:
        rows = rows.filter(at__gte=day[0], at__lt=day[1])
    older = keyset.read_place(request.GET.get("older"))
    newer = keyset.read_place(request.GET.get("newer"))
    if newer is not None:
        rows = rows.filter(at__gte=newer.at).exclude(at=newer.at, pk__lte=newer.id)
        rows = rows.order_by("at", "pk")
    else:
        if older is not None:
            rows = rows.filter(at__lte=older.at).exclude(at=older.at, pk__gte=older.id)
        rows = rows.order_by("-at", "-pk")
    return keyset.cut(
        list(rows[: ON_A_PAGE + 1]),
        size=ON_A_PAGE,
        place_of=lambda row: keyset.Place(row.at, row.pk),
        older_than=older,
        newer_than=newer,
    )


def _link(chosen: dict[str, str], **place: str) -> str:
    return "?" + urlencode({**{name: value for name, value in chosen.items() if value}, **place})
