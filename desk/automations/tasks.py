"""Tasks for staff: what there is to do, and saying that it is done."""

from typing import Final
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.keyset import Place, read_place
from desk.automations import common
from orders import tasking
from orders.models import StaffTask
from stores.admin_base import actor_of
from stores.roles import Verb

ON_A_PAGE: Final = 50


def page(request: HttpRequest) -> HttpResponse:
    """What is not done, newest first. One query beside who asks."""
    common.must(request, Verb.VIEW_ORDERS)
    rows = StaffTask.objects.filter(store_id__in=actor_of(request).store_ids, done_at=None)
    older = read_place(request.GET.get("older"))
    if older:
        before = Q(given_at__lt=older.at) | Q(given_at=older.at, id__lt=older.id)
        rows = rows.filter(before, given_at__lte=older.at)
    found = list(
        rows.select_related("order", "store").order_by("-given_at", "-id")[: ON_A_PAGE + 1]
    )
    shown = found[:ON_A_PAGE]
    context = {
        **admin.site.each_context(request),
        "title": _("Tasks"),
        "crumbs": [(_("Tasks"), "")],
        "tasks": shown,
        "now": timezone.now(),
        "older": str(Place(shown[-1].given_at, shown[-1].pk)) if len(found) > ON_A_PAGE else "",
        "may_finish": Verb.NOTE_ORDERS in actor_of(request).verbs,
    }
    return TemplateResponse(request, "desk/automations/tasks.html", context)


def done(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody did it."""
    rows = StaffTask.objects.filter(store_id__in=actor_of(request).store_ids)
    task = rows.filter(public_id=public_id).first()
    if task is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    common.must(request, Verb.NOTE_ORDERS)
    tasking.finish_task(task=task, actor=actor_of(request).label, now=timezone.now())
    messages.info(request, _("Done: %(task)s") % {"task": task.title})
    return redirect("admin:automations_tasks")
