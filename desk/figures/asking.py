"""What a page of statistics was asked: which stores, which days, compared with what, by what."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analytics.figures import By, Key, Period, Wanted
from stores.access import Actor
from stores.admin_base import actor_of
from stores.models import Store
from templates_app.data import NotificationKind

LONGEST: Final = 800  # days: two years, and what they are compared with
PRESETS: Final = (7, 30, 90, 365)
COMPARISONS: Final = {
    "before": _("the days before"),
    "year": _("a year before"),
    "none": _("nothing"),
}
TABS: Final = {
    By.STORE: _("Store"),
    By.KIND: _("Kind"),
    By.TEMPLATE: _("Template"),
    By.VARIANT: _("Variant"),
    By.LOCALE: _("Language"),
    By.SOURCE: _("Source"),
    By.CAMPAIGN: _("Campaign"),
    By.PRODUCT: _("Product"),
}


# How the keys of figures are called in an address.
_NAMES: Final[Mapping[By, tuple[str, ...]]] = {
    By.STORE: ("store",),
    By.KIND: ("kind",),
    By.TEMPLATE: ("kind", "template"),
    By.VARIANT: ("kind", "template", "variant"),
    By.LOCALE: ("locale",),
    By.SOURCE: ("source", "medium"),
    By.CAMPAIGN: ("source", "medium", "campaign", "ref"),
    By.PRODUCT: ("store", "product"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Read from the address, so that a page can be kept, sent to a colleague and printed."""

    stores: tuple[Store, ...]
    store: Store | None  # None: all of them together
    period: Period
    preset: int  # 0: days of one's own
    comparison: str
    by: By
    kind: str

    @property
    def compared_with(self) -> Period | None:
        if self.comparison == "none":
            return None
        return self.period.year_before() if self.comparison == "year" else self.period.before()

    @property
    def wanted(self) -> Wanted:
        stores = (self.store,) if self.store else self.stores
        ids = frozenset(store.pk for store in stores)
        return Wanted(ids, self.period, self.compared_with, self.kind)

    @property
    def tabs(self) -> list[By]:
        return [by for by in TABS if by != By.STORE or (not self.store and len(self.stores) > 1)]

    def address(self, **changes: object) -> str:
        """This page asked otherwise: `?…`."""
        words: dict[str, object] = {
            "store": self.store.pk if self.store else "",
            "by": str(self.by),
            "compare": "" if self.comparison == "before" else self.comparison,
            "kind": self.kind,
        }
        if self.preset:
            words["days"] = self.preset
        else:
            words |= {"since": self.period.since, "until": self.period.last}
        words |= changes
        return "?" + urlencode({name: value for name, value in words.items() if value != ""})

    def behind(self, key: Key) -> str:
        """The list behind one row of the table, `what` still to be named. "": of several stores."""
        if not self.store:
            return ""
        values = key if isinstance(key, tuple) else (key,)
        named = zip(_NAMES[self.by], values, strict=True)
        words = {name: "" if value is None else value for name, value in named}
        return f"behind/{self.address(**words | {'store': self.store.pk})}{self._empty(words)}"

    def _empty(self, words: Mapping[str, object]) -> str:
        """What is known to be empty is asked for as such: address() leaves it out."""
        return "".join(f"&{name}=" for name, value in words.items() if value == "")

    def of_store(self, store: Store) -> "Asked":
        return replace(self, store=store, by=By.KIND)


def asked_in(request: HttpRequest) -> Asked:
    """What does not make sense is asked as if it were left out."""
    actor = actor_of(request)
    return read(request.GET, actor, timezone.localdate())


def read(said: QueryDict, actor: Actor, today: date) -> Asked:
    stores = tuple(sorted(actor.stores, key=lambda store: store.name.casefold()))
    store = next((one for one in stores if str(one.pk) == said.get("store")), None)
    if len(stores) == 1:
        store = stores[0]
    period, preset = _period(said, today)
    comparison = said.get("compare", "")
    kind = said.get("kind", "")
    asked = Asked(
        stores=stores,
        store=store,
        period=period,
        preset=preset,
        comparison=comparison if comparison in COMPARISONS else "before",
        by=By.KIND,
        kind=kind if kind in NotificationKind.values else "",
    )
    by = said.get("by", "")
    first = asked.tabs[0] if not asked.kind else By.TEMPLATE
    return replace(asked, by=By(by) if by in [str(tab) for tab in asked.tabs] else first)


def _period(said: QueryDict, today: date) -> tuple[Period, int]:
    """Days of one's own, else so many up to yesterday: a day that is not over falls short."""
    since, last = _day(said.get("since")), _day(said.get("until"))
    if since and last and since <= last and (last - since).days < LONGEST:
        return Period(since, last + timedelta(days=1)), 0
    days = said.get("days", "")
    preset = int(days) if days in [str(one) for one in PRESETS] else 30
    return Period(today - timedelta(days=preset), today), preset


def _day(text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if date(2000, 1, 1) <= found <= date(2200, 1, 1) else None
