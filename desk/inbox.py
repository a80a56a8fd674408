"""Mails as they left, newest first, and one of them open."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from common.keyset import Page, Place, cut, read_place
from desk.drawer import Drawer, show
from messaging.models import Message
from messaging.states import State
from stores.admin_base import actor_of
from stores.models import Store

PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class Inbox:
    stores: tuple[Store, ...]
    store: Store | None
    page: Page[Message]
    open: Drawer | None
    query: str

    @property
    def older(self) -> str:
        return self._link(older=self.page.older)

    @property
    def newer(self) -> str:
        return self._link(newer=self.page.newer)

    @property
    def mail_base(self) -> str:
        """The address of the open mail, to which a tab is added."""
        return f"?{self.query}&mail={self.open.message.pk}" if self.open else "?"

    def _link(self, **place: Place | None) -> str:
        (named,) = place.items()
        if named[1] is None or self.store is None:
            return ""
        return "?" + urlencode({"store": self.store.pk, named[0]: str(named[1])})


def gather(request: HttpRequest) -> Inbox:
    """The chosen store's sent mails; 404 for a store or a message that is not the actor's."""
    stores = actor_of(request).stores
    store = _chosen(request, stores)
    if store is None:
        return Inbox(stores, None, Page([], None, None), None, "")
    page = _page(request, store)
    query = urlencode({"store": store.pk})
    return Inbox(stores, store, page, _open(request, store, page), query)


def _chosen(request: HttpRequest, stores: tuple[Store, ...]) -> Store | None:
    wanted = request.GET.get("store", "")
    if not wanted:
        return stores[0] if stores else None
    found = next((store for store in stores if str(store.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, store: Store) -> Page[Message]:
    older = read_place(request.GET.get("older"))
    newer = None if older else read_place(request.GET.get("newer"))
    rows: Any = Message.objects.filter(store_id=store.pk, state=State.SENT)
    if older:
        rows = rows.before(older.at, older.id)
    if newer:
        later = rows.filter(planned_at=newer.at, id__gt=newer.id)
        rows = (rows.filter(planned_at__gt=newer.at) | later).order_by("planned_at", "id")
    else:
        rows = rows.newest_first()
    return cut(
        list(rows[: PER_PAGE + 1]),
        size=PER_PAGE,
        place_of=lambda row: Place(row.planned_at, row.pk),
        older_than=older,
        newer_than=newer,
    )


def _open(request: HttpRequest, store: Store, page: Page[Message]) -> Drawer | None:
    wanted = request.GET.get("mail", "")
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise Http404
    found = Message.objects.filter(store_id=store.pk, pk=int(wanted)).first()
    if found is None:
        raise Http404
    return show(request, found)
