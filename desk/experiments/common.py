"""What the pages of experiments share: who may, which test, and the frame."""

from typing import Any, Final
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stores.admin_base import may
from stores.roles import Verb
from templates_app.models import Experiment

LIST: Final = "admin:experiments_changelist"


def needs(request: HttpRequest, verb: Verb) -> None:
    """Raises PermissionDenied for who may not."""
    if not may(request, verb):
        raise PermissionDenied


def needs_a_view(request: HttpRequest) -> None:
    """Who sees templates or figures sees tests of them."""
    if not (may(request, Verb.VIEW_TEMPLATES) or may(request, Verb.VIEW_FIGURES)):
        raise PermissionDenied


def experiment_or_404(public_id: UUID) -> Experiment:
    """One of the open scope. One query."""
    rows = Experiment.objects.select_related("template", "layer", "store", "agency")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def shown(
    request: HttpRequest, page: str, title: str, *crumbs: tuple[str, str], **context: Any
) -> HttpResponse:
    """A page in the desk's frame, beneath the list of experiments."""
    above = [] if page == "list" else [(_("Experiments"), reverse(LIST))]
    return TemplateResponse(
        request,
        f"desk/experiments/{page}.html",
        {
            **admin.site.each_context(request),
            "title": title,
            "crumbs": [*above, *crumbs, (title, "")],
            "may_edit": may(request, Verb.EDIT_TEMPLATES),
            **context,
        },
    )
