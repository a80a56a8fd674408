"""What rules did, for programs: the log, one run, and stopping one that waits."""

from typing import ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from automations import examples, services
from automations.models import RuleRun, RunState
from automations.models.run import RunQuerySet
from automations.queries import runs_within_reach
from automations.shapes import RunOut
from common.api.filters import Choice, Filters, Id
from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict
from stores.api_base import ApiView
from stores.api_filters import OfStore
from stores.roles import Verb


class RunFilters(Filters):
    """Filters of the log of rules."""

    store = OfStore()
    rule = Id(method="of_rule", help_text="Of this rule only")
    order = Id(method="of_order", help_text="Of this order only")
    state = Choice(choices=RunState.choices)

    def of_rule(self, rows: RunQuerySet, _column: str, rule: UUID) -> RunQuerySet:
        return rows.filter(rule__public_id=rule)

    def of_order(self, rows: RunQuerySet, _column: str, order: UUID) -> RunQuerySet:
        return rows.filter(order__public_id=order)


class RunView(ApiView):
    """A view of one run within the caller's reach."""

    def run(self, public_id: UUID) -> RuleRun:
        rows = runs_within_reach(self.actor).select_related("rule", "version", "order")
        found: RuleRun = get_object_or_404(rows, public_id=public_id)
        return found


class Runs(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": RunFilters}
    keyset: ClassVar = Keyset("rule-runs", ("created_at", "id"))

    @described(
        "rule_runs_list",
        "List what rules did",
        out=page_of(RunOut),
        example=page_example(examples.RUN),
    )
    def get(self, request: Request) -> Response:
        """Newest first: what set each off, why it fired, and what came of each step."""
        rows = self.narrowed(runs_within_reach(self.actor))
        rows = rows.filter(store_id__in=self.stores_named(self.query.get("store")))
        rows = rows.select_related("rule", "version", "order")
        return self.listed(RunOut, rows, keyset=self.keyset)


class OneRun(RunView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": Query}

    @described("rule_runs_read", "Read what a rule did", out=RunOut, example=examples.RUN)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Why it fired, and what came of each step."""
        return self.shown(RunOut, self.run(public_id))


class RunStop(RunView):
    verbs: ClassVar = {"POST": Verb.MANAGE_RULES}
    query_classes: ClassVar = {"POST": Query}

    @described("rule_runs_stop", "Stop a run of a rule", out=RunOut, example=examples.RUN)
    def post(self, request: Request, public_id: UUID) -> Response:
        """What it has not done yet it will not do. To stop one that has ended changes nothing."""
        self.read_body(request, Strict)
        run = self.run(public_id)
        services.stop_run(run=run, actor=self.actor, now=timezone.now())
        return self.shown(RunOut, run)
