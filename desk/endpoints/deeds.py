"""The buttons of an endpoint: pause, enable, test, remove, send again, replay."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.errors import DomainError
from desk.endpoints import common
from outbound import redriving, replaying, services
from outbound.models import Endpoint
from outbound.queries import replays_within_reach
from stores.admin_base import actor_of
from stores.roles import Verb

Deed = Callable[[HttpRequest, Endpoint], HttpResponse | None]


def _button(deed: Deed) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """A POST to one endpoint; refusals are said on its page."""

    def view(request: HttpRequest, public_id: UUID) -> HttpResponse:
        endpoint = common.endpoint_of(request, public_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        common.must(request, Verb.MANAGE_ENDPOINTS)
        try:
            answer = deed(request, endpoint)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            answer = None
        return answer or redirect("admin:endpoints_change", endpoint.public_id)

    view.__doc__ = deed.__doc__
    return view


def _pause(request: HttpRequest, endpoint: Endpoint) -> None:
    """Nothing leaves for it; events wait."""
    if services.pause_endpoint(endpoint=endpoint, now=timezone.now()):
        messages.info(request, _("Paused. What happens meanwhile waits, and none of it is lost."))


def _enable(request: HttpRequest, endpoint: Endpoint) -> None:
    """Go on where it stopped, or from now."""
    from_now = request.POST.get("from") == "now"
    if services.enable_endpoint(endpoint=endpoint, from_now=from_now, now=timezone.now()):
        went_on = _("It goes on where it stopped; what waited leaves now.")
        left_out = _("It gets what happens from now on; what waited is left out.")
        messages.info(request, left_out if from_now else went_on)


def _test(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    """A test event; its page shows what comes of it."""
    delivery = redriving.send_test_event(endpoint=endpoint, now=timezone.now())
    return redirect("admin:endpoints_delivery", delivery.public_id)


def _again(request: HttpRequest, endpoint: Endpoint) -> None:
    """All that was given up since a time goes again."""
    since = common.moment_of(request.POST.get("since", ""))
    if since is None:
        messages.error(request, _("Say since when."))
        return
    done = redriving.redrive_failed(endpoint=endpoint, since=since, now=timezone.now())
    words = ngettext(
        "%(n)s event is sent again.", "%(n)s events are sent again, the oldest first.", done.count
    )
    said = words % {"n": formats.number_format(done.count)}
    if not done.count:
        said = _("No event was given up since then.")
    if not done.is_complete:
        said = f"{said} {_('There are more: do it once more when these are through.')}"
    messages.info(request, said)


def _replay(request: HttpRequest, endpoint: Endpoint) -> None:
    """All that happened since a time is told once more."""
    start = common.moment_of(request.POST.get("since", ""))
    if start is None:
        messages.error(request, _("Say since when."))
        return
    made = replaying.replay(
        endpoint=endpoint, start=start, actor=actor_of(request).label, now=timezone.now()
    )
    words = ngettext(
        "%(n)s event is looked at again.", "%(n)s events are looked at again.", made.total_count
    )
    messages.info(request, words % {"n": formats.number_format(made.total_count)})


pause = _button(_pause)
enable = _button(_enable)
test = _button(_test)
again = _button(_again)
replay = _button(_replay)


def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What it would mean, and then it is gone."""
    endpoint = common.endpoint_of(request, public_id)
    common.must(request, Verb.MANAGE_ENDPOINTS)
    if request.method != "POST":
        context = common.context(request, _("Remove"), endpoint=endpoint)
        return TemplateResponse(request, "desk/endpoints/remove.html", context)
    name = str(endpoint)
    services.remove_endpoint(endpoint=endpoint, now=timezone.now())
    messages.info(request, _("%(endpoint)s is removed.") % {"endpoint": name})
    return redirect("admin:endpoints_changelist")


def stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A replay reads no further."""
    rows = replays_within_reach(actor_of(request)).select_related("endpoint")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    common.must(request, Verb.MANAGE_ENDPOINTS)
    try:
        replaying.stop_replay(replay=found, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("Stopped. What was made of it already still goes."))
    return redirect("admin:endpoints_change", found.endpoint.public_id)
