"""One mail's file for Shopify."""

from django.http import HttpRequest, HttpResponse

from desk.editor.doors import Opened, door
from templates_app.checking import Draft
from templates_app.exporting import exporter
from templates_app.inheriting import draft_of
from templates_app.queries import agency_brand, resolved_brand
from templates_app.rendering import resolve_locale


@door("GET")
def export(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The saved draft in one language as a file for Shopify."""
    store = opened.store
    brand = resolved_brand(store) if store else agency_brand(opened.template.agency)
    blocks = tuple(block.spec for block in draft_of(opened.template))
    draft = Draft(kind=opened.template.kind, blocks=blocks, leading=opened.leading)
    wanted = request.GET.get("locale", "")[:16]
    locale = resolve_locale(wanted, opened.leading, draft.locales)
    made = exporter.export(draft, locale=locale, brand=brand.as_context())
    answer = HttpResponse(made.liquid, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    return answer
