"""Tasks for staff, for programs: the list, giving one, and saying that one is done."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.filters import Choice, Filters, Id, Rows
from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict, UtcTime
from orders import tasking
from orders.models import StaffTask
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.api_filters import OfStore
from stores.roles import Verb

STATES = (("OPEN", "To be done"), ("DONE", "Done"))
EXAMPLE: dict[str, Any] = {
    "id": "61f6a1f8-0a2e-4b34-9d5e-0a4b6f1b8c33",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "order": {"id": "5d0a4b0e-62b1-4f0c-9f43-6f7c8f4a2d55", "name": "#10482"},
    "title": "Look over a large order before it is sent",
    "text": "",
    "given_by": "Large orders are looked over",
    "given_at": "2026-11-20T10:02:14Z",
    "due_at": "2026-11-21T10:02:14Z",
    "done_at": None,
    "done_by": "",
}


class TaskOrderOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()


class TaskOut(serializers.Serializer[StaffTask]):
    """One thing to do, for whoever of the staff is there first."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    order = TaskOrderOut(allow_null=True, help_text="Null: it is about no order")
    title = serializers.CharField()
    text = serializers.CharField()
    given_by = serializers.CharField(help_text="A rule by its name")
    given_at = UtcTime()
    due_at = UtcTime(allow_null=True, help_text="To be done by then")
    done_at = UtcTime(allow_null=True)
    done_by = serializers.CharField()

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: StaffTask) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class TaskFilters(Filters):
    """Filters of the list of tasks."""

    store = OfStore()
    order = Id(method="about", help_text="Of this order only")
    state = Choice(method="standing", choices=STATES, default="OPEN")

    def about(self, rows: Rows, _column: str, order: UUID) -> Rows:
        return rows.filter(order__public_id=order)

    def standing(self, rows: Rows, _column: str, state: str) -> Rows:
        return rows.filter(done_at__isnull=state == "OPEN")


class Tasks(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": TaskFilters}
    keyset: ClassVar = Keyset("tasks", ("given_at", "id"))

    @described("tasks_list", "List tasks", out=page_of(TaskOut), example=page_example(EXAMPLE))
    def get(self, request: Request) -> Response:
        """What staff are to do, newest first; what is done with `state=DONE`."""
        rows = self.narrowed(StaffTask.objects.all())
        rows = rows.filter(store_id__in=self.stores_named(self.query.get("store")))
        return self.listed(TaskOut, rows.select_related("order"), keyset=self.keyset)


class TaskDone(ApiView):
    verbs: ClassVar = {"POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    @described("tasks_finish", "Say that a task is done", out=TaskOut, example=EXAMPLE)
    def post(self, request: Request, public_id: UUID) -> Response:
        """It leaves the list, and the order's timeline says who did it. Bears being repeated."""
        self.read_body(request, Strict)
        rows = StaffTask.objects.filter(store_id__in=self.actor.store_ids).select_related("order")
        task: StaffTask = get_object_or_404(rows, public_id=public_id)
        tasking.finish_task(task=task, actor=self.actor.label, now=timezone.now())
        return self.shown(TaskOut, task)
