"""The feed for programs that ask instead of being told: the same events, by a cursor of their own.

# Note [Polling loses nothing]
A cursor stands below the oldest transaction that still runs (Note [Feeds by transaction] in
tracking/queries.py), so nothing can appear behind it, and what is new appears after it. A page may
be shorter than asked for, even empty, where filters leave out what was read: a program reads on
while `has_more`, and comes again later with the last `cursor`.
"""

from typing import Any, ClassVar, Final

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.problems import Problem
from common.api.schema import described
from common.api.shapes import LONGEST_PAGE, Query, UtcTime
from orders.models import ActivityKind, Order
from outbound import events, feeding, places
from outbound.data import Event, FeedRow, Place
from outbound.examples import EVENT_EXAMPLE
from outbound.shapes import EventsOut
from stores.api_base import ApiView
from stores.roles import Verb

READ_AT_ONCE: Final = 1_000  # rows for one page, of which filters may leave few


class EventsQuery(Query):
    """From where, and of what."""

    after = serializers.CharField(
        required=False, max_length=places.LONGEST_CURSOR, help_text="`cursor` of the answer before"
    )
    since = UtcTime(required=False, help_text="Only what was recorded since then")
    store = serializers.UUIDField(required=False, help_text="Of this store only")
    order = serializers.UUIDField(required=False, help_text="Of this order only")
    kinds = serializers.CharField(
        required=False, max_length=2000, help_text="Only these, as `ORDER_PLACED,MESSAGE_SENT`"
    )
    limit = serializers.IntegerField(
        required=False, default=100, min_value=1, max_value=LONGEST_PAGE, help_text="Events at most"
    )

    def validate_kinds(self, said: str) -> frozenset[str]:
        kinds = frozenset(name for name in said.split(",") if name)
        if unknown := sorted(kinds - set(ActivityKind.values)):
            raise serializers.ValidationError(f"There is no kind {unknown[0][:40]}.", "unknown")
        return kinds


class Events(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": EventsQuery}

    @described(
        "events_list",
        "Read events",
        out=EventsOut,
        example={"results": [EVENT_EXAMPLE], "cursor": "gAAAAA…", "has_more": False},
    )
    def get(self, request: Request) -> Response:
        """What happened, oldest first: the JSON that webhooks post, for programs that ask.

        Without `after` and `since` it begins with the first event. Keep `cursor`, and ask again
        with `after`: nothing is told twice, and nothing is missed. A page may be shorter than
        `limit`, or empty; there is more while `has_more` is true.
        """
        store_ids = self.stores_named(self.query.get("store"))
        since = self.query.get("since")
        after = self._begin(store_ids)
        rows = feeding.read(
            store_ids, after=after, limit=READ_AT_ONCE, order_id=self._order_id(store_ids)
        )
        wanted: frozenset[str] = self.query.get("kinds", frozenset())
        page: list[Event] = []
        is_cut = False
        for row in rows:
            if len(page) == self.query["limit"]:
                is_cut = True
                break
            after = row.place
            is_late = since is None or row.recorded_at >= since
            if is_late and (event := _told(row, wanted)):
                page.append(event)
        said: dict[str, Any] = {
            "results": page,
            "cursor": places.write_cursor(after, agency_id=self.actor.agency_id),
            "has_more": is_cut or len(rows) == READ_AT_ONCE,
        }
        return self.shown(EventsOut, said)

    def _begin(self, store_ids: list[int]) -> Place:
        if "after" in self.query:
            try:
                return places.read_cursor(self.query["after"], agency_id=self.actor.agency_id)
            except places.BadCursor as error:
                raise Problem("bad-cursor") from error
        if "since" in self.query:
            return places.place_before(self.query["since"], store_ids=store_ids)
        return places.BEGINNING

    def _order_id(self, store_ids: list[int]) -> int | None:
        if "order" not in self.query:
            return None
        rows = Order.objects.filter(store_id__in=store_ids, public_id=self.query["order"])
        found = rows.values_list("pk", flat=True).first()
        if found is None:
            raise serializers.ValidationError({"order": "There is no such order here."}, "unknown")
        return found


def _told(row: FeedRow, wanted: frozenset[str]) -> Event | None:
    return None if wanted and row.kind not in wanted else events.event_of(row)
