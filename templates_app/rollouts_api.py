"""Roll-outs: what a push would change, begin one, follow it, steer it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.problems import Problem
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict
from stores.api_base import ApiView
from stores.models import Agency, Store
from stores.roles import Verb
from templates_app import api_examples as examples
from templates_app import forecasting, progress, rolling
from templates_app.forecasting import Outcome
from templates_app.models import Decision, Rollout, RolloutItem, Template
from templates_app.shapes import (
    DryRunOut,
    PushIn,
    RolloutIn,
    RolloutMailOut,
    RolloutRowOut,
)

MOST_FORECASTS: Final = 1_000


class PushView(ApiView):
    """What reads which mails of which stores."""

    def templates(self, kinds: list[str]) -> list[Template]:
        rows = Template.objects.filter(agency_id=self.actor.agency_id, store=None, kind__in=kinds)
        found = list(rows.order_by("pk"))
        missing = sorted(set(kinds) - {template.kind for template in found})
        if missing:
            words = f"The agency has no template of {missing[0]}."
            raise serializers.ValidationError({"kinds": words}, code="unknown")
        return found

    def stores(self, wanted: list[UUID] | None) -> list[Store]:
        by_id = {store.public_id: store for store in self.actor.stores}
        if wanted is None:
            return list(by_id.values())
        unknown = [public_id for public_id in wanted if public_id not in by_id]
        if unknown:
            words = f"There is no store {unknown[0]} here."
            raise serializers.ValidationError({"stores": words}, code="unknown")
        return [by_id[public_id] for public_id in dict.fromkeys(wanted)]

    def rollout(self, public_id: UUID) -> Rollout:
        found = progress.rollouts_seen().filter(public_id=public_id).first()
        if found is None:
            raise Http404
        return found

    def in_full(self, rollout: Rollout, *, status: int = 200) -> Response:
        stages = progress.progress_of([rollout])
        return self.shown(
            RolloutRowOut, rollout, status=status, stages_of=lambda row: stages[row.pk]
        )


class DryRun(PushView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "rollouts_dry_run",
        "See what a push would change",
        body=PushIn,
        out=DryRunOut,
        body_example={"kinds": ["ORDER_CONFIRMATION"], "stores": None},
        example=examples.DRY_RUN,
    )
    def post(self, request: Request) -> Response:
        """For each store and kind: unchanged, changed, changed by both, or locked since.

        Of the agency's draft; a key that does not reach all stores sees its last revision instead.
        """
        wanted = self.read_body(request, PushIn)
        found = forecasting.dry_run(
            templates=self.templates(wanted["kinds"]),
            stores=self.stores(wanted["stores"]),
            from_draft=self.actor.publishes_for_all,
        )
        changing = [one for one in found if one.outcome != Outcome.UNCHANGED]
        changing.sort(key=lambda one: one.outcome != Outcome.CONFLICT)
        return self.shown(
            DryRunOut,
            {
                "mail_count": len(changing),
                "store_count": len({one.store.pk for one in changing}),
                "unchanged_count": len(found) - len(changing),
                "mails": changing[:MOST_FORECASTS],
                "left_out_count": max(0, len(changing) - MOST_FORECASTS),
            },
        )


class Rollouts(PushView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES, "POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("rollouts", ("created_at", "id"))

    @described(
        "rollouts_list",
        "List roll-outs",
        out=page_of(RolloutRowOut),
        example=page_example(examples.ROLLOUT),
    )
    def get(self, request: Request) -> Response:
        """Those that touch a store of the key, newest first."""
        self._stages: dict[int, list[progress.Stage]] = {}
        return self.listed(RolloutRowOut, self.fetch, keyset=self.keyset)

    def fetch(self, position: Any, limit: int) -> list[Rollout]:
        rows = progress.rollouts_seen().order_by("-created_at", "-id")
        if position is not None:
            at, row_id = position
            rows = rows.filter(created_at__lte=at).exclude(created_at=at, id__gte=row_id)
        found = list(rows[:limit])
        self._stages.update(progress.progress_of(found))
        return found

    def serializer_context(self) -> dict[str, Any]:
        return {**super().serializer_context(), "stages_of": lambda row: self._stages[row.pk]}

    @described(
        "rollouts_start",
        "Push words to stores",
        body=RolloutIn,
        out={201: RolloutRowOut},
        body_example={
            "kinds": ["ORDER_CONFIRMATION"],
            "stores": None,
            "stages": [10, 50, 100],
            "wait_hours": 24,
            "note": "Warmer greeting before Christmas",
        },
        example=examples.ROLLOUT,
    )
    def post(self, request: Request) -> Response:
        """Publish the agency's drafts of those kinds and bring them to the stores, by stages.

        Stores that are not named, or not yet at their turn, send what they sent. Where both changed
        a block the store's stays, unless a decision says otherwise. A key that does not reach all
        stores pushes the agency's last revision. 409 `rollout-under-way`, `push-refused`,
        `template-refused`, `findings-stop-publishing`.
        """
        wanted = self.read_body(request, RolloutIn)
        stores = self.stores(wanted["stores"])
        ids = {store.public_id: store.pk for store in self.actor.stores}
        push = rolling.Push(
            templates=self.templates(wanted["kinds"]),
            stores=stores,
            stages=wanted["stages"],
            wait=timedelta(hours=wanted["wait_hours"]),
            decisions={
                (ids[each["store"]], each["kind"]): Decision(each["decision"])
                for each in wanted["decisions"]
                if each["store"] in ids
            },
            note=wanted["note"],
            from_draft=self.actor.publishes_for_all,
        )
        rollout = rolling.start_rollout(
            agency=Agency.objects.get(pk=self.actor.agency_id),
            push=push,
            actor=self.actor.label,
            now=timezone.now(),
        )
        self._stages = progress.progress_of([rollout])
        return self.in_full(rollout, status=201)


class OneRollout(PushView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES}
    query_classes: ClassVar = {"GET": Query}

    @described("rollouts_read", "Read a roll-out", out=RolloutRowOut, example=examples.ROLLOUT)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Its state, and its mails counted by stage. Each of them: `mails/`."""
        return self.in_full(self.rollout(public_id))


class RolloutMails(PushView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES}
    query_classes: ClassVar = {"GET": PageQuery}
    keyset: ClassVar = Keyset("rollout-mails", ("id",))

    @described(
        "rollouts_mails",
        "List the mails of a roll-out",
        out=page_of(RolloutMailOut),
        example=page_example(examples.ROLLOUT_MAIL),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Each mail of the key's stores, the last to come first."""
        items = RolloutItem.objects.filter(rollout=self.rollout(public_id), store__isnull=False)
        rows = items.select_related("before", "after").defer("before__brand", "after__brand")
        return self.listed(RolloutMailOut, rows, keyset=self.keyset)


class Steering(PushView):
    """One deed on a roll-out; who does not see all its stores may not."""

    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    def steered(self, request: Request, public_id: UUID, verb: Callable[..., Rollout]) -> Response:
        self.read_body(request, Strict)
        rollout = self.rollout(public_id)
        if not progress.sees_every_store(rollout):
            raise Problem("forbidden", "It reaches stores that this key does not.")
        verb(rollout=rollout, actor=self.actor.label, now=timezone.now())
        return self.in_full(self.rollout(public_id))


class Pause(Steering):
    @described("rollouts_pause", "Pause a roll-out", out=RolloutRowOut, example=examples.ROLLOUT)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Publish nothing more until it is resumed. 409 `rollout-not-steerable`."""
        return self.steered(request, public_id, rolling.pause_rollout)


class Resumption(Steering):
    @described("rollouts_resume", "Go on with it", out=RolloutRowOut, example=examples.ROLLOUT)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Go on, and try again what could not be published. 409 `rollout-not-steerable`."""
        return self.steered(request, public_id, rolling.resume_rollout)


class Cancellation(Steering):
    @described("rollouts_cancel", "Cancel the rest", out=RolloutRowOut, example=examples.ROLLOUT)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Publish nothing more; what is published stays. 409 `rollout-not-steerable`."""
        return self.steered(request, public_id, rolling.cancel_rollout)


class RollBack(Steering):
    @described("rollouts_roll_back", "Roll it back", out=RolloutRowOut, example=examples.ROLLOUT)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Give each store again what it sent before, words and brand; follow it by reading it.

        Who published something else since keeps that. 409 `rollout-not-steerable`.
        """
        return self.steered(request, public_id, rolling.roll_back_rollout)
