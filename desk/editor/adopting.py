"""What the agency published since a store's draft began: see it, decide, take it over."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from common.errors import DomainError
from desk import kinds
from desk.editor.crumbs import crumbs_of
from desk.editor.doors import Opened, door
from desk.wordings.common import block_names, compare, numbers, shown
from templates_app import adopting
from templates_app.adopting import News
from templates_app.comparing import Side
from templates_app.forecasting import sources_of
from templates_app.inheriting import Placed, draft_of
from templates_app.models import Decision
from templates_app.queries import resolved_brand


@dataclass(frozen=True, slots=True)
class Banner:
    """That there is something new, for the editor's page."""

    number: int
    count: int  # blocks that differ; 0: only their order does
    address: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A block that the agency and the store both changed."""

    key: str
    label: str

    @property
    def name(self) -> str:
        return f"decision-{self.key}"


def banner_of(opened: Opened) -> Banner | None:
    """None where there is nothing new, or nobody to take it over. At most four queries."""
    news = adopting.agency_news(template=opened.template) if opened.may_edit else None
    if news is None:
        return None
    return Banner(
        number=news.revision.number,
        count=len({*news.changed, *news.locked}),
        address=reverse("admin:template-adopt", args=[opened.template.pk]),
    )


@door("GET", "POST", edits=True)
def adopt(request: HttpRequest, opened: Opened) -> HttpResponse:
    """GET: what would come, beside the draft. POST: build the draft on it; nothing is published."""
    template = opened.template
    news = adopting.agency_news(template=template)
    if news is None:
        messages.info(request, gettext("The draft builds on the agency's last revision already."))
        return redirect("admin:template-editor", template.pk)
    if request.method == "POST":
        return _take(request, opened, news)
    return _show(request, opened, news)


def _show(request: HttpRequest, opened: Opened, news: News) -> HttpResponse:
    draft = draft_of(opened.template)
    number = {"number": news.revision.number}
    return shown(
        request,
        "adopt",
        gettext("Revision %(number)s of the agency") % number,
        *crumbs_of(opened)[1:],
        heading=kinds.words(opened.template.kind),
        opened=opened,
        news=news,
        changed=block_names(news.changed, news.blocks, draft),
        locked=block_names(news.locked, news.blocks, draft),
        conflicts=[Conflict(key, block_names([key], news.blocks, draft)) for key in news.conflicts],
        decisions=[(one.value, one.label) for one in (Decision.KEEP_STORE, Decision.TAKE_AGENCY)],
        compared=compare(
            request,
            (gettext("Your draft"), _side(opened, draft)),
            (gettext("Upon the agency's revision"), _side(opened, news.blocks)),
        ),
        back=reverse("admin:template-editor", args=[opened.template.pk]),
    )


def _take(request: HttpRequest, opened: Opened, news: News) -> HttpResponse:
    """Only what was looked at: neither a newer revision nor a newer draft."""
    template = opened.template
    seen, version = (numbers([request.POST.get(name, "")]) for name in ("revision", "version"))
    if seen != [news.revision.number] or not version:
        messages.error(request, gettext("The agency has published again since. Look once more."))
        return redirect("admin:template-adopt", template.pk)
    try:
        adopting.adopt_base(
            template=template,
            version=version[0],
            decisions=_decisions(request.POST, news),
            actor=opened.actor.label,
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:template-adopt", template.pk)
    words = gettext(
        "The draft builds on the agency's revision %(number)s now. Publish it when ready."
    )
    messages.success(request, words % {"number": news.revision.number})
    return redirect("admin:template-editor", template.pk)


def _decisions(said: Mapping[str, str], news: News) -> dict[str, Decision]:
    taken = [key for key in news.conflicts if said.get(f"decision-{key}") == Decision.TAKE_AGENCY]
    return dict.fromkeys(taken, Decision.TAKE_AGENCY)


def _side(opened: Opened, blocks: tuple[Placed, ...]) -> Side:
    kind, store = opened.template.kind, opened.store
    if store is None:
        raise TypeError("Only a store's draft builds on the agency's.")
    return Side(
        kind=kind,
        sources=sources_of(kind, blocks, opened.leading),
        brand=resolved_brand(store).as_context(),
    )
