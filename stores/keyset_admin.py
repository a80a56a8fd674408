"""Admin lists that are walked by place (common/keyset.py): no COUNT and no OFFSET."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from unfold.views import ChangeList

from common.keyset import Page, Place, cut, read_place
from common.merging import newest_of_many
from stores.admin_base import TenantModelAdmin, actor_of

OLDER, NEWER = "older", "newer"


class KeysetPager(Paginator[Any]):
    """What Unfold's footer asks for; the pages themselves are cut by KeysetChangeList."""

    template_name = "desk/keyset_pager.html"

    def __init__(self, rows: Sequence[Any], per_page: int) -> None:
        super().__init__(list(rows), max(per_page, 1))


class KeysetChangeList(ChangeList):
    """A list of one page: rows newest first, and links to the pages beside it."""

    page: Page[Any]
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

    def _page(self, request: HttpRequest) -> Page[Any]:
        older_than = read_place(request.GET.get(OLDER))
        newer_than = None if older_than else read_place(request.GET.get(NEWER))
        time = self.model_admin.keyset_time
        rows = self.queryset.filter(**{f"{time}__isnull": False})
        order = [f"-{time}", "-pk"]
        if older_than:
            at, pk = older_than.at, older_than.id
            # An OR bounds no index scan; that the time is no later does.
            rows = rows.filter(Q(**{f"{time}__lt": at}) | Q(**{time: at, "pk__lt": pk}))
            rows = rows.filter(**{f"{time}__lte": at})
        if newer_than:
            at, pk = newer_than.at, newer_than.id
            rows = rows.filter(Q(**{f"{time}__gt": at}) | Q(**{time: at, "pk__gt": pk}))
            rows = rows.filter(**{f"{time}__gte": at})
            order = [time, "pk"]
        return cut(
            self._fetch(request, rows, order),
            size=self.list_per_page,
            place_of=lambda row: Place(getattr(row, time), row.pk),
            older_than=older_than,
            newer_than=newer_than,
        )

    def _fetch(self, request: HttpRequest, rows: QuerySet[Any], order: list[str]) -> list[Any]:
        """See Note [Newest of many] in common/merging.py."""
        stores = sorted(actor_of(request).store_ids)
        chosen = request.GET.get("store", "")
        if chosen in map(str, stores):
            stores = [int(chosen)]
        wanted = newest_of_many(
            rows,
            owner="store_id",
            owners=stores,
            time=self.model_admin.keyset_time,
            limit=self.list_per_page + 1,
            oldest_first=not order[0].startswith("-"),
        )
        found = rows.in_bulk(wanted)
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
