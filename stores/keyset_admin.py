"""Admin lists that are walked by place (common/keyset.py): no COUNT and no OFFSET.

# Note [What no index finds]
Some filters narrow a list by what its index does not hold: orders by their messages or tags,
messages by what was clicked. To fill a page of what is rare, the database would read all rows; by
an index for each filter it would write every open and click into it. Instead, such a filter says
so. What is rare altogether (`FEW` rows at most) it finds by an index of its own, and only those
rows are read. Else a page looks through the `REACH` newest rows, shows what it found among them,
and its link goes on from there: a bounded price, and no row is ever left out.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from unfold.views import ChangeList

from common.keyset import Page, Place, cut, read_place
from common.merging import newest_of_few, newest_of_many, nth_newest
from stores.admin_base import TenantModelAdmin, actor_of

OLDER, NEWER = "older", "newer"
FEW = 1_000  # rows that a filter may name one by one
REACH = 5_000  # rows that a page looks through for what no index finds


class KeysetPager(Paginator[Any]):
    """What Unfold's footer asks for; the pages themselves are cut by KeysetChangeList."""

    template_name = "desk/keyset_pager.html"

    def __init__(self, rows: Sequence[Any], per_page: int) -> None:
        super().__init__(list(rows), max(per_page, 1))


class KeysetChangeList(ChangeList):
    """A list of one page: rows newest first, and links to the pages beside it."""

    page: Page[Any]
    reach: Place | None = None
    goes_newer = False
    model_admin: "KeysetModelAdmin"

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        kept = super().get_filters_params(params)
        return {name: value for name, value in kept.items() if name not in (OLDER, NEWER)}

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str]:
        return [f"-{self.model_admin.keyset_time}", "-pk"]

    def get_results(self, request: HttpRequest) -> None:
        self.page = self._page(request)
        rows = self.model_admin.dress(request, self.page.rows)
        self.result_list = rows
        self.result_count = self.full_result_count = len(rows)
        self.show_full_result_count = False
        self.show_admin_actions = bool(rows)
        self.can_show_all = self.multi_page = False
        self.paginator = KeysetPager(rows, self.list_per_page)

    @property
    def older_link(self) -> str:
        return self._link(OLDER, self.page.older)

    @property
    def newer_link(self) -> str:
        return self._link(NEWER, self.page.newer)

    def _link(self, name: str, place: Place | None) -> str:
        return self.get_query_string({name: place}, [OLDER, NEWER]) if place else ""

    @property
    def looked_back_to(self) -> datetime | None:
        """How far this page looked, where its rows ended before that and there may be more."""
        is_full = len(self.page.rows) == self.list_per_page
        return None if self.reach is None or self.goes_newer or is_full else self.reach.at

    def _page(self, request: HttpRequest) -> Page[Any]:
        older_than = read_place(request.GET.get(OLDER))
        newer_than = None if older_than else read_place(request.GET.get(NEWER))
        time = self.model_admin.keyset_time
        rows = self._beyond(self.queryset, older_than, newer_than)
        self.goes_newer = newer_than is not None
        self.reach = self._reach(request, older_than, newer_than)
        if self.reach:
            bound = "lte" if newer_than else "gte"
            rows = rows.filter(**{f"{time}__{bound}": self.reach.at})
        page = cut(
            self._fetch(request, rows, [time, "pk"] if newer_than else [f"-{time}", "-pk"]),
            size=self.list_per_page,
            place_of=lambda row: Place(getattr(row, time), row.pk),
            older_than=older_than,
            newer_than=newer_than,
        )
        return self._going_on(page, older_than, newer_than)

    def _beyond(
        self, rows: QuerySet[Any], older_than: Place | None, newer_than: Place | None
    ) -> QuerySet[Any]:
        time = self.model_admin.keyset_time
        if older_than:
            at, pk = older_than.at, older_than.id
            # An OR bounds no index scan; that the time is no later does.
            rows = rows.filter(Q(**{f"{time}__lt": at}) | Q(**{time: at, "pk__lt": pk}))
            return rows.filter(**{f"{time}__lte": at})
        if newer_than:
            at, pk = newer_than.at, newer_than.id
            rows = rows.filter(Q(**{f"{time}__gt": at}) | Q(**{time: at, "pk__gt": pk}))
            return rows.filter(**{f"{time}__gte": at})
        return rows.filter(**{f"{time}__isnull": False})

    def _reach(
        self, request: HttpRequest, older_than: Place | None, newer_than: Place | None
    ) -> Place | None:
        """See Note [What no index finds]. None: this page may look as far as there are rows."""
        if self._says("is_few") or not self._says("is_sparse"):
            return None
        found = nth_newest(
            self._beyond(self.root_queryset, older_than, newer_than),
            owner="store_id",
            owners=self._owners(request),
            time=self.model_admin.keyset_time,
            number=REACH,
            oldest_first=newer_than is not None,
        )
        return Place(*found) if found else None

    def _going_on(
        self, page: Page[Any], older_than: Place | None, newer_than: Place | None
    ) -> Page[Any]:
        """With links beyond what was looked through, where the rows ended before it."""
        if self.reach and newer_than and not page.newer:
            page = replace(page, newer=self.reach)
        elif self.reach and not newer_than and not page.older:
            page = replace(page, older=self.reach)
        if page.rows:
            return page
        # Back to where we came from, whose row is the first or last of that page.
        if older_than:
            return replace(page, newer=Place(older_than.at, max(older_than.id - 1, 0)))
        if newer_than:
            return replace(page, older=Place(newer_than.at, newer_than.id + 1))
        return page

    def _says(self, name: str) -> bool:
        """Of the filters chosen. See Note [What no index finds]."""
        return any(getattr(one, name, False) for one in self.filter_specs)

    def _owners(self, request: HttpRequest) -> list[int]:
        stores = sorted(actor_of(request).store_ids)
        chosen = request.GET.get("store", "")
        return [int(chosen)] if chosen in map(str, stores) else stores

    def _fetch(self, request: HttpRequest, rows: QuerySet[Any], order: list[str]) -> list[Any]:
        """See Note [Newest of many] in common/merging.py."""
        if self._says("is_few"):
            return list(rows.order_by(*order)[: self.list_per_page + 1])
        newest = newest_of_few if self.reach else newest_of_many
        wanted = newest(
            rows,
            owner="store_id",
            owners=self._owners(request),
            time=self.model_admin.keyset_time,
            limit=self.list_per_page + 1,
            oldest_first=not order[0].startswith("-"),
        )
        found = self.apply_select_related(self.root_queryset).in_bulk(wanted)
        return [found[pk] for pk in wanted if pk in found]

    def apply_select_related(self, qs: QuerySet[Any]) -> QuerySet[Any]:
        related = self.model_admin.list_select_related
        return qs.select_related(*related) if isinstance(related, tuple | list) else qs


class AgencyChangeList(KeysetChangeList):
    """A list of an agency's own rows, led by the agency in their index; few belong to a store."""

    def _fetch(self, request: HttpRequest, rows: QuerySet[Any], order: list[str]) -> list[Any]:
        of_agency = rows.filter(agency_id=actor_of(request).agency_id)
        return list(of_agency.order_by(*order)[: self.list_per_page + 1])


class KeysetModelAdmin(TenantModelAdmin):
    """A page whose list is walked by `keyset_time`, the column of its list index."""

    keyset_time: ClassVar[str] = "created_at"
    sortable_by = ()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetChangeList]:
        return KeysetChangeList

    def dress(self, request: HttpRequest, rows: list[Any]) -> list[Any]:
        """Give the rows what the columns show beyond themselves, in one query for all of them."""
        return rows
