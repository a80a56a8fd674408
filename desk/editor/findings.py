"""What would stop publishing, what only should be looked at, and what was let pass."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from desk.editor.doors import Opened, door, read_json, text_of
from desk.editor.locales import shares_of
from desk.editor.reading import read_draft
from templates_app import waiving
from templates_app.linting import linter
from templates_app.linting.findings import Finding
from templates_app.linting.rules import BY_ID
from templates_app.models import Waiver
from templates_app.queries import agency_brand, resolved_brand


@door("POST")
def findings(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Of the unsaved draft in every language, on every sample of its kind."""
    draft = read_draft(opened, read_json(request))
    store = opened.store
    brand = resolved_brand(store) if store else agency_brand(opened.template.agency)
    shares = shares_of(opened, draft.locales)
    found = linter.findings_of(draft, brand=brand.as_context(), shares=shares)
    waivers = waiving.waivers_of(opened.template)
    return JsonResponse(
        {"findings": [_as_json(one, waivers.get((one.rule, one.block_key))) for one in found]}
    )


@door("POST", edits=True)
def waivers(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Let a finding pass with a reason; `counts`: let it count again."""
    sent = read_json(request)
    rule, block_key = text_of(sent, "rule", 8), text_of(sent, "block_key", 48)
    if sent.get("counts") is True:
        waiving.unwaive(template=opened.template, rule=rule, block_key=block_key)
        return JsonResponse({"is_waived": False})
    waiving.waive_finding(
        template=opened.template,
        rule=rule,
        block_key=block_key,
        reason=text_of(sent, "reason"),
        actor=opened.actor.label,
        now=timezone.now(),
    )
    return JsonResponse({"is_waived": True})


def _as_json(finding: Finding, waiver: Waiver | None) -> dict[str, Any]:
    rule = BY_ID.get(finding.rule)
    let_pass = None
    if waiver and waiving.may_pass(finding):
        let_pass = {"reason": waiver.reason, "by": waiver.created_by}
    return {
        **finding.as_json(),
        "title": str(rule.title) if rule else "",
        "may_pass": finding.stops and waiving.may_pass(finding),
        "let_pass": let_pass,
    }
