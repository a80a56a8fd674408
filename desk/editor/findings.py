"""What would stop publishing, and what only should be looked at."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from desk.editor.doors import Opened, door, read_json
from desk.editor.locales import shares_of
from desk.editor.reading import read_draft
from templates_app.linting import linter
from templates_app.linting.findings import Finding
from templates_app.linting.rules import BY_ID
from templates_app.queries import agency_brand, resolved_brand


@door("POST")
def findings(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Of the unsaved draft in every language, on every sample of its kind."""
    draft = read_draft(opened, read_json(request))
    store = opened.store
    brand = resolved_brand(store) if store else agency_brand(opened.template.agency)
    found = linter.findings_of(draft, brand=brand.as_context(), shares=shares_of(opened))
    return JsonResponse({"findings": [_as_json(one) for one in found]})


def _as_json(finding: Finding) -> dict[str, Any]:
    rule = BY_ID.get(finding.rule)
    return {**finding.as_json(), "title": str(rule.title) if rule else ""}
