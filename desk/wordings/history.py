"""Who published what, when and why; any two side by side; and an old one published again."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from common.errors import DomainError
from desk import kinds
from desk.wordings.common import (
    compare,
    kind_or_404,
    may_publish_for_all,
    needs,
    numbers,
    shown,
    store_or_404,
)
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb
from templates_app import comparing, publishing, ways
from templates_app.models import Revision, Template

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE = 50


def of_agency(request: HttpRequest, kind: str) -> HttpResponse:
    return _history(request, None, kind)


def of_store(request: HttpRequest, store_id: int, kind: str) -> HttpResponse:
    return _history(request, store_or_404(request, store_id), kind)


def of_template(request: HttpRequest, template_id: int) -> HttpResponse:
    """From the editor: the agency's or the store's, whichever the draft is of."""
    template = get_object_or_404(Template.objects.select_related("store"), pk=template_id)
    return _history(request, template.store, template.kind)


def difference(request: HttpRequest, revision_id: int) -> HttpResponse:
    """A revision beside another of the same mail: the one named, else the one before it."""
    needs(request, Verb.VIEW_TEMPLATES)
    later = _revision_or_404(revision_id)
    siblings = _revisions(actor_of(request).agency_id, later.store, later.kind)
    named = numbers([request.GET.get("with", "")])
    earlier = (
        siblings.filter(number=named[0]).first()
        if named
        else siblings.filter(number__lt=later.number).order_by("-number").first()
    )
    if named and earlier is None:
        raise Http404
    words = gettext("Revision %(number)s")
    before = comparing.published(earlier) if earlier else None
    was = words % {"number": earlier.number} if earlier else gettext("Before it")
    title = words % {"number": later.number}
    return shown(
        request,
        "difference",
        title,
        _crumb(later.store, later.kind),
        heading=kinds.words(later.kind),
        compared=compare(
            request,
            (was, before),
            (title, comparing.published(later)),
            leading=later.store.locale if later.store else "en",
        ),
        back=_address(later.store, later.kind),
    )


def restore(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Publish this one again."""
    revision = _revision_or_404(revision_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    needs(request, Verb.EDIT_TEMPLATES)
    if revision.store_id is None and not may_publish_for_all(request):
        raise PermissionDenied
    note = request.POST.get("note", "").strip()[:500]
    if not note:
        messages.error(request, gettext("Nothing was published: say why."))
        return redirect(_address(revision.store, revision.kind))
    try:
        made = publishing.restore_revision(
            revision=revision, actor=actor_of(request).label, now=timezone.now(), note=note
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        words = gettext(
            "Revision %(old)s is sent again from the next mail on, as revision %(new)s."
        )
        messages.info(request, words % {"old": revision.number, "new": made.number})
    return redirect(_address(revision.store, revision.kind))


def _history(request: HttpRequest, store: Store | None, kind: str) -> HttpResponse:
    needs(request, Verb.VIEW_TEMPLATES)
    kind = kind_or_404(kind)
    rows = _revisions(actor_of(request).agency_id, store, kind).order_by("-number")
    last = rows.values_list("number", flat=True).first()
    before = numbers([request.GET.get("before", "")])
    if before:
        rows = rows.filter(number__lt=before[0])
    found = list(rows.select_related("restores", "base").defer("base__brand")[: PAGE + 1])
    may_restore = may(request, Verb.EDIT_TEMPLATES) if store else may_publish_for_all(request)
    return shown(
        request,
        "history",
        kinds.words(kind),
        *_crumbs(store),
        store=store,
        kind=kind,
        rows=[(row, ways.together(row.proof)) for row in found[:PAGE]],
        older=found[PAGE - 1].number if len(found) > PAGE else None,
        last=last,
        is_older_page=bool(before),
        may_restore=may_restore,
    )


def _revisions(agency_id: int, store: Store | None, kind: str) -> "QuerySet[Revision]":
    return Revision.objects.filter(agency_id=agency_id, store=store, kind=kind).select_related(
        "wording"
    )


def _revision_or_404(revision_id: int) -> Revision:
    found = Revision.objects.filter(pk=revision_id).select_related("wording", "store", "template")
    revision = found.first()
    if revision is None:
        raise Http404
    return revision


def _crumbs(store: Store | None) -> list[tuple[str, str]]:
    return [(store.name, reverse("admin:template-store", args=[store.pk]))] if store else []


def _crumb(store: Store | None, kind: str) -> tuple[str, str]:
    return (kinds.words(kind), _address(store, kind))


def _address(store: Store | None, kind: str) -> str:
    if store is None:
        return reverse("admin:template-agency-history", args=[kind])
    return reverse("admin:template-store-history", args=[store.pk, kind])
