"""What the linter says of a draft, what is let pass, and templates from and to Shopify."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict
from stores.models import Store
from stores.roles import Verb
from templates_app import api_examples as examples
from templates_app import coverage, waiving
from templates_app.api import TemplateView
from templates_app.checking import Draft
from templates_app.data import NotificationKind
from templates_app.exporting import exporter
from templates_app.importing import importer
from templates_app.inheriting import draft_of
from templates_app.linting import linter
from templates_app.linting.findings import Finding, Severity
from templates_app.models import Template
from templates_app.queries import agency_brand, resolved_brand
from templates_app.rendering import resolve_locale
from templates_app.shapes import LABEL

_FINDING: dict[str, Any] = {
    "rule": "L04", "severity": "WARNING", "message": "“Title” is missing in: sv. …",
    "block_key": "greeting", "locale": "sv", "text_key": "title", "line": 0, "column": 0,
    "share": 0.09, "shown": "Takk for bestillingen", "is_waivable": True, "is_waived": False,
}  # fmt: skip


class LintIn(Strict):
    variant = serializers.RegexField(LABEL, required=False)
    shares = serializers.DictField(
        child=serializers.FloatField(min_value=0, max_value=1),
        default=dict,
        help_text="Which part of the buyers reads each language, such as {'nb': 0.8, 'sv': 0.2}",
    )


class FindingOut(serializers.Serializer[Any]):
    rule = serializers.CharField()
    severity = serializers.ChoiceField(choices=Severity.choices)
    message = serializers.CharField()
    block_key = serializers.CharField(help_text="Empty: the mail as a whole")
    locale = serializers.CharField(help_text="Empty: every language")
    text_key = serializers.CharField()
    line = serializers.IntegerField(help_text="0: nowhere in particular")
    column = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)
    shown = serializers.CharField(help_text="What a buyer sees instead")
    is_waivable = serializers.BooleanField(
        help_text="false: such a mail could not be sent, so it has to be mended"
    )
    is_waived = serializers.BooleanField()


class LintOut(serializers.Serializer[Any]):
    findings = FindingOut(many=True)
    stops_publishing = serializers.BooleanField()
    coverage_percent = serializers.IntegerField(
        help_text="How much of the texts each buyer reads in their own language"
    )


class WaiverIn(Strict):
    rule = serializers.RegexField(r"^L\d\d$")
    block_key = serializers.CharField(max_length=48, default="", allow_blank=True)
    reason = serializers.CharField(max_length=500, default="", allow_blank=True)
    is_waived = serializers.BooleanField(default=True, help_text="false takes it back")


class WaiverOut(serializers.Serializer[Any]):
    rule = serializers.CharField()
    block_key = serializers.CharField()
    is_waived = serializers.BooleanField()


class ExportIn(Strict):
    locale = serializers.CharField(max_length=16)


class ExportOut(serializers.Serializer[Any]):
    filename = serializers.CharField()
    locale = serializers.CharField()
    subject = serializers.CharField()
    liquid = serializers.CharField()


class ImportIn(Strict):
    store = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=NotificationKind.choices)
    liquid = serializers.CharField(max_length=300_000, trim_whitespace=False)
    replace = serializers.BooleanField(default=False)


class ImportOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    kind = serializers.CharField()
    version = serializers.IntegerField()


class Lint(TemplateView):
    verbs: ClassVar = {"POST": Verb.VIEW_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "templates_lint",
        "Look for what is wrong with a draft",
        body=LintIn,
        out=LintOut,
        body_example={"shares": {"nb": 0.91, "sv": 0.09}},
        example={"findings": [_FINDING], "stops_publishing": False, "coverage_percent": 98},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Every finding, the worst first; an ERROR that is not waived stops publishing."""
        wanted = self.read_body(request, LintIn)
        template = self.template(public_id)
        draft = self.draft(template, wanted.get("variant"))
        found = linter.findings_of(draft, brand=_brand(template), shares=wanted["shares"])
        waived = waiving.waivers_of(template)
        rows = [_as_row(each, is_waived=waiving.is_let_pass(each, waived)) for each in found]
        covered = coverage.coverage_of(draft, shares=wanted["shares"])
        answer = {
            "findings": rows,
            "stops_publishing": any(
                row["severity"] == Severity.ERROR and not row["is_waived"] for row in rows
            ),
            "coverage_percent": covered.percent,
        }
        return self.shown(LintOut, answer)

    def draft(self, template: Template, label: str | None) -> Draft:
        blocks = draft_of(template, self.variant(template, label))
        leading = template.store.locale if template.store else "en"
        return Draft(
            kind=template.kind, blocks=tuple(block.spec for block in blocks), leading=leading
        )


class Waivers(TemplateView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "templates_waive",
        "Let a finding pass, or take that back",
        body=WaiverIn,
        out=WaiverOut,
        body_example={"rule": "L01", "reason": "The shop page shows the status."},
        example={"rule": "L01", "block_key": "", "is_waived": True},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """It holds for that rule in that block until it is taken back, and is on record.

        409 `waiver-refused`: no reason, no such rule, or one that cannot be let pass (L25, L28).
        """
        wanted = self.read_body(request, WaiverIn)
        template = self.to_publish(public_id)
        place = {"rule": wanted["rule"], "block_key": wanted["block_key"]}
        if wanted["is_waived"]:
            waiving.waive_finding(
                template=template,
                reason=wanted["reason"],
                actor=self.actor.label,
                now=timezone.now(),
                **place,
            )
        else:
            waiving.unwaive(template=template, **place)
        return self.shown(WaiverOut, {**place, "is_waived": wanted["is_waived"]})


class Export(Lint):
    verbs: ClassVar = {"POST": Verb.VIEW_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "templates_export",
        "Export a draft for Shopify",
        body=ExportIn,
        out=ExportOut,
        body_example={"locale": "nb"},
        example={
            "filename": "order_confirmation.nb.liquid",
            "locale": "nb",
            "subject": "Bestilling {{ name }} er bekreftet",
            "liquid": "<!doctype html>…",
        },
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Liquid that Shopify itself can send, in one language, with brand and links baked in.

        409 `not-exportable`: Shopify sends no mail of that kind.
        """
        wanted = self.read_body(request, ExportIn)
        template = self.template(public_id)
        draft = self.draft(template, None)
        locale = resolve_locale(wanted["locale"], draft.leading, draft.locales)
        return self.shown(ExportOut, exporter.export(draft, locale=locale, brand=_brand(template)))


class Imports(TemplateView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "templates_import",
        "Import a Shopify template",
        body=ImportIn,
        out={201: ImportOut},
        body_example={
            "store": examples.STORE["id"],
            "kind": "ORDER_CONFIRMATION",
            "liquid": "{% comment %}subject: Order {{ name }}{% endcomment %}<html>…</html>",
        },
        example={"id": examples.STORE["id"], "kind": "ORDER_CONFIRMATION", "version": 2},
    )
    def post(self, request: Request) -> Response:
        """Kept unchanged as the store's draft of that kind; nothing is published.

        409 `draft-would-be-lost`: there is a draft that was not published; `replace` lets it go.
        """
        wanted = self.read_body(request, ImportIn)
        (store_id,) = self.stores_named(wanted["store"])
        subject, source = importer.subject_and_source(wanted["liquid"])
        choice = importer.Choice(
            kind=NotificationKind(wanted["kind"]), source=source, subject=subject
        )
        (template,) = importer.import_templates(
            owner=Store.objects.select_related("agency").get(pk=store_id),
            choices=[choice],
            actor=self.actor.label,
            now=timezone.now(),
            replace=wanted["replace"],
        )
        return self.shown(ImportOut, template, status=201)


def _as_row(finding: Finding, *, is_waived: bool) -> dict[str, Any]:
    can = waiving.may_pass(finding)
    return {**finding.as_json(), "is_waivable": can, "is_waived": is_waived}


def _brand(template: Template) -> dict[str, object]:
    brand = resolved_brand(template.store) if template.store else agency_brand(template.agency)
    return brand.as_context()
