"""Revisions: what was published, an old one again, and a mail rendered of words old or new."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query
from stores.roles import Verb
from templates_app import api_examples as examples
from templates_app import publishing, trials
from templates_app.api import TemplateView
from templates_app.data import Rendered
from templates_app.engine.environment import TemplateError
from templates_app.forecasting import sources_of
from templates_app.inheriting import draft_of
from templates_app.models import Revision, Template
from templates_app.queries import agency_brand, resolved_brand
from templates_app.rendering import CannotRender, resolve_locale
from templates_app.samples import for_kind
from templates_app.shapes import RenderedOut, RenderIn, RevisionOut, RevisionRowOut, WhyIn


def revisions_of(template: Template) -> QuerySet[Revision]:
    """Of the agency, or of the store, whichever the template is of."""
    rows = Revision.objects.filter(
        agency_id=template.agency_id, store=template.store, kind=template.kind
    )
    return rows.select_related("wording", "restores")


class Revisions(TemplateView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES}
    query_classes: ClassVar = {"GET": PageQuery}
    keyset: ClassVar = Keyset("revisions", ("number", "id"))

    @described(
        "revisions_list",
        "List revisions",
        out=page_of(RevisionRowOut),
        example=page_example(examples.REVISION_ROW),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """All that was ever published of the mail, newest first; the first is what is sent."""
        rows = revisions_of(self.template(public_id))
        light = rows.defer("wording__sources", "wording__blocks", "restores__brand")
        return self.listed(RevisionRowOut, light, keyset=self.keyset)


class OneRevision(TemplateView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES}
    query_classes: ClassVar = {"GET": Query}

    @described("revisions_read", "Read a revision", out=RevisionOut, example=examples.REVISION)
    def get(self, request: Request, public_id: UUID, number: int) -> Response:
        """Its words in every language, its blocks, and the brand as it was."""
        rows = revisions_of(self.template(public_id))
        return self.shown(RevisionOut, get_object_or_404(rows, number=number))


class Restoration(TemplateView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "revisions_restore",
        "Publish an old revision again",
        body=WhyIn,
        out={201: RevisionOut},
        body_example={"note": "The new greeting confused buyers"},
        example=examples.REVISION,
    )
    def post(self, request: Request, public_id: UUID, number: int) -> Response:
        """Words and brand as they were then, as a new revision. The draft stays as it is."""
        wanted = self.read_body(request, WhyIn)
        rows = revisions_of(self.to_publish(public_id)).select_related("template", "store")
        revision = publishing.restore_revision(
            revision=get_object_or_404(rows, number=number),
            actor=self.actor.label,
            now=timezone.now(),
            note=wanted["note"],
        )
        return self.shown(RevisionOut, revision, status=201)


class Render(TemplateView):
    verbs: ClassVar = {"POST": Verb.VIEW_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "templates_render",
        "Render a template",
        body=RenderIn,
        out=RenderedOut,
        body_example={"locale": "nb", "sample": "plain"},
        example=examples.RENDERED,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """The mail as a buyer would get it, of the draft or of a revision; nothing is kept or sent.

        On a sample order of the kind, or on variables of your own. 409 `cannot-render`.
        """
        wanted = self.read_body(request, RenderIn)
        template = self.template(public_id)
        sources, brand = self.words(template, wanted)
        locale = resolve_locale(wanted["locale"], self.leading(template), sources)
        mail = self.rendered(sources, brand, locale, self.values(template.kind, wanted))
        return self.shown(RenderedOut, mail)

    def words(
        self, template: Template, wanted: Mapping[str, Any]
    ) -> tuple[Mapping[str, Mapping[str, str]], Mapping[str, Any]]:
        if "revision" in wanted:
            row = get_object_or_404(revisions_of(template), number=wanted["revision"])
            if "variant" in wanted:
                variant = get_object_or_404(row.variants, label=wanted["variant"])
                return variant.wording.sources, row.brand
            return row.sources, row.brand
        brand = resolved_brand(template.store) if template.store else agency_brand(template.agency)
        blocks = draft_of(template, self.variant(template, wanted.get("variant")))
        return sources_of(template.kind, blocks, self.leading(template)), brand.as_context()

    def values(self, kind: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
        if "values" in wanted:
            values: dict[str, Any] = wanted["values"]
            return values
        samples = for_kind(kind)
        name = wanted["sample"] or next(iter(samples))
        if name not in samples:
            known = ", ".join(samples)
            raise serializers.ValidationError({"sample": f"Not a sample. Known: {known}."})
        return samples[name]()

    def rendered(
        self,
        sources: Mapping[str, Mapping[str, str]],
        brand: Mapping[str, Any],
        locale: str,
        values: dict[str, Any],
    ) -> Rendered:
        try:
            return trials.render_draft(
                sources={locale: sources[locale]}, brand=brand, locale=locale, context=values
            )
        except TemplateError as error:
            raise CannotRender(f"The template cannot be rendered: {error}") from error

    def leading(self, template: Template) -> str:
        return template.store.locale if template.store else "en"
