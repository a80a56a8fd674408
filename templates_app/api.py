"""Templates: drafts, their blocks and variants, and when they are published."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.problems import Problem
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict
from stores.access import Actor
from stores.api_base import ApiView
from stores.models import Store
from stores.roles import Verb
from templates_app import adopting, drafting, publishing
from templates_app import api_examples as examples
from templates_app.data import NotificationKind
from templates_app.inheriting import Placed, draft_of
from templates_app.models import Decision, Template, Variant
from templates_app.shapes import (
    AdoptionIn,
    BlockChangesIn,
    DraftIn,
    OwnTemplateIn,
    RevisionOut,
    ScheduleIn,
    TemplateFilters,
    TemplateOut,
    TemplateRowOut,
    VariantIn,
    VariantOut,
    VariantQuery,
    WhyIn,
)


class TemplateView(ApiView):
    """What acts on one template."""

    def template(self, public_id: UUID) -> Template:
        """A draft of the open scope, with all that its blocks need. One query."""
        rows = Template.objects.select_related("agency", "store", "base__wording")
        return get_object_or_404(rows, public_id=public_id)

    def to_publish(self, public_id: UUID) -> Template:
        """Raises Problem for who may not publish for all stores of the agency."""
        template = self.template(public_id)
        if template.store_id is None:
            needs_every_store(self.actor)
        return template

    def variant(self, template: Template, label: str | None) -> Variant | None:
        return get_object_or_404(template.variants, label=label) if label else None

    def lock(self) -> None:
        rows = Template.objects.select_for_update(of=("self",))
        get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def standing(self) -> Response:
        if self.versioned_by is not TemplateOut:
            return super().standing()
        return self.in_full(self.kwargs["public_id"], self.query.get("variant"))

    def in_full(self, public_id: UUID, label: str | None = None, *, status: int = 200) -> Response:
        template = self.template(public_id)
        blocks = draft_of(template, self.variant(template, label))
        news = adopting.agency_news(template=template)
        return self.shown(TemplateOut, template, status=status, blocks=blocks, news=news)

    def saved(self, template: Template, version: int, blocks: Sequence[Placed]) -> Response:
        label = self.query.get("variant")
        drafting.save_draft(
            template=template,
            version=version,
            blocks=blocks,
            actor=self.actor.label,
            now=timezone.now(),
            variant=self.variant(template, label),
        )
        return self.in_full(template.public_id, label)


def needs_every_store(actor: Actor) -> None:
    """What is published at the agency reaches all its stores, also those not in this scope."""
    if not actor.publishes_for_all:
        raise Problem(
            "forbidden",
            "The agency's words reach all its stores, so this takes a live key for all stores.",
        )


class Templates(TemplateView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES, "POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"GET": TemplateFilters, "POST": Query}
    keyset: ClassVar = Keyset("templates", ("changed_at", "id"))

    @described(
        "templates_list",
        "List templates",
        out=page_of(TemplateRowOut),
        example=page_example(examples.TEMPLATE_ROW),
    )
    def get(self, request: Request) -> Response:
        """The agency's drafts and those of the key's stores, last changed first."""
        rows = Template.objects.filter(agency_id=self.actor.agency_id)
        if "store" in self.query:
            rows = rows.filter(store__in=self.stores_named(self.query["store"]))
        return self.listed(TemplateRowOut, self.narrowed(rows), keyset=self.keyset)

    @described(
        "templates_create",
        "Open a store's own template",
        body=OwnTemplateIn,
        out=TemplateOut,
        body_example={"store": examples.STORE["id"], "kind": "ORDER_CONFIRMATION"},
        example=examples.TEMPLATE,
    )
    def post(self, request: Request) -> Response:
        """A draft of the store's own, the same as the agency's until it is changed.

        To ask twice gives the same. 409 `nothing-to-build-on`: the agency has published none yet.
        """
        wanted = self.read_body(request, OwnTemplateIn)
        (store_id,) = self.stores_named(wanted["store"])
        own = drafting.own_template(
            store=Store.objects.get(pk=store_id),
            kind=NotificationKind(wanted["kind"]),
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.in_full(own.public_id)


class OneTemplate(TemplateView):
    verbs: ClassVar = {
        "GET": Verb.VIEW_TEMPLATES,
        "PUT": Verb.EDIT_TEMPLATES,
        "PATCH": Verb.EDIT_TEMPLATES,
    }
    query_classes: ClassVar = {"GET": VariantQuery, "PUT": VariantQuery, "PATCH": VariantQuery}
    versioned_by: ClassVar = TemplateOut

    @described("templates_read", "Read a template", out=TemplateOut, example=examples.TEMPLATE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """The draft with every block as it would be published, and the layer it comes from."""
        return self.in_full(public_id, self.query.get("variant"))

    @described(
        "templates_save",
        "Save a draft whole",
        body=DraftIn,
        out=TemplateOut,
        body_example={
            "version": 4,
            "blocks": [{"key": "subject", "type": "subject"}, {"key": "help", "type": "help"}],
        },
        example=examples.TEMPLATE,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """All blocks in their order; nothing reaches a buyer before it is published.

        Of a store's only what differs from its base is kept; a block of the base that is missing
        here is hidden. 409 `edit-conflict` (somebody saved since that version), `block-locked`,
        `block-refused`.
        """
        wanted = self.read_body(request, DraftIn)
        blocks = [Placed(**block) for block in wanted["blocks"]]
        return self.saved(self.template(public_id), wanted["version"], blocks)

    @described(
        "templates_change",
        "Change blocks of a draft",
        body=BlockChangesIn,
        out=TemplateOut,
        body_example={
            "version": 4,
            "blocks": [{"key": "help", "settings": {"is_shown": False}}],
        },
        example=examples.TEMPLATE,
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Give the named blocks other settings; all else stays. Refused as a save is."""
        wanted = self.read_body(request, BlockChangesIn)
        template = self.template(public_id)
        changes = {change.pop("key"): change for change in wanted["blocks"]}
        blocks = draft_of(template, self.variant(template, self.query.get("variant")))
        unknown = sorted(set(changes) - {block.key for block in blocks})
        if unknown:
            words = f"The mail has no block “{unknown[0]}”."
            raise serializers.ValidationError({"blocks": words}, code="unknown")
        changed = [replace(block, **changes.get(block.key, {})) for block in blocks]
        return self.saved(template, wanted["version"], changed)


class Publication(TemplateView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}
    versioned_by: ClassVar = TemplateOut

    @described(
        "templates_publish",
        "Publish a template",
        body=WhyIn,
        out=RevisionOut,
        body_example={"note": "Warmer greeting before Christmas"},
        example=examples.REVISION,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Freeze the draft as the next revision; the last one again where nothing changed.

        The agency's reaches at once the stores that never published this kind themselves; to bring
        it to others, or to do so by and by, start a roll-out instead. 409 `template-refused`,
        `findings-stop-publishing`.
        """
        wanted = self.read_body(request, WhyIn)
        revision = publishing.publish_template(
            template=self.to_publish(public_id),
            actor=self.actor.label,
            now=timezone.now(),
            note=wanted["note"],
        )
        return self.shown(RevisionOut, revision)


class Schedule(TemplateView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}
    versioned_by: ClassVar = TemplateOut

    @described(
        "templates_schedule",
        "Publish a template later",
        body=ScheduleIn,
        out=TemplateOut,
        body_example={"publishes_at": "2026-12-01T06:00:00Z", "note": "Advent"},
        example=examples.TEMPLATE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Freeze the draft now and publish those words then, whatever the draft becomes.

        A second call replaces the first. 409 `too-late`, `template-refused`,
        `findings-stop-publishing`.
        """
        wanted = self.read_body(request, ScheduleIn)
        publishing.schedule_publication(
            template=self.to_publish(public_id),
            at=wanted["publishes_at"],
            actor=self.actor.label,
            now=timezone.now(),
            note=wanted["note"],
        )
        return self.in_full(public_id)


class Unschedule(TemplateView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}
    versioned_by: ClassVar = TemplateOut

    @described(
        "templates_unschedule",
        "Cancel a publication to come",
        out=TemplateOut,
        example=examples.TEMPLATE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take it back. Where nothing is scheduled nothing changes."""
        self.read_body(request, Strict)
        publishing.cancel_publication(template=self.to_publish(public_id))
        return self.in_full(public_id)


class Adoption(TemplateView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}
    versioned_by: ClassVar = TemplateOut

    @described(
        "templates_adopt",
        "Take over what the agency published",
        body=AdoptionIn,
        out=TemplateOut,
        body_example={"version": 4, "decisions": {"greeting": "TAKE_AGENCY"}},
        example=examples.TEMPLATE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Build a store's draft on the agency's last revision; publishes nothing.

        `news` of the template says what would come. 409 `edit-conflict`.
        """
        wanted = self.read_body(request, AdoptionIn)
        adopting.adopt_base(
            template=self.template(public_id),
            version=wanted["version"],
            decisions={key: Decision(said) for key, said in wanted["decisions"].items()},
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.in_full(public_id)


class Variants(TemplateView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "templates_add_variant",
        "Add a variant",
        body=VariantIn,
        out={201: VariantOut},
        body_example={"name": "Shorter"},
        example=examples.VARIANT,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Another wording, the same as the template until it is saved with `?variant=`.

        409 `too-many-variants`.
        """
        wanted = self.read_body(request, VariantIn)
        variant = drafting.add_variant(
            template=self.template(public_id), name=wanted["name"], now=timezone.now()
        )
        return self.shown(VariantOut, variant, status=201)


class VariantRemoval(TemplateView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}
    versioned_by: ClassVar = TemplateOut

    @described(
        "templates_remove_variant", "Remove a variant", out=TemplateOut, example=examples.TEMPLATE
    )
    def post(self, request: Request, public_id: UUID, label: str) -> Response:
        """Forget the draft wording; what was published of it stays in its revisions."""
        self.read_body(request, Strict)
        template = self.template(public_id)
        drafting.remove_variant(variant=get_object_or_404(template.variants, label=label))
        return self.in_full(public_id)
