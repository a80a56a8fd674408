"""How the desk looks to the agency's people, and what every page and log-in takes from it."""

import re
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from common.errors import DomainError
from desk.privacy import common
from stores import looks
from stores.admin_base import actor_of, may
from stores.looks import Look
from stores.models import Agency
from stores.roles import Verb
from templates_app.models import Picture
from templates_app.picture_addresses import PREFIX, web_address

PICTURES: Final = 60
_ACCENT: Final = re.compile(r"[0-9a-f]{6}")


def page(request: HttpRequest) -> HttpResponse:
    """The form, and beside it how it looks. Two queries beside who asks."""
    common.must(request, Verb.VIEW_STORES)
    agency = Agency.objects.get(pk=actor_of(request).agency_id)
    if request.method == "POST":
        return _choose(request, agency)
    return _shown(request, looks.look_of(agency))


def _choose(request: HttpRequest, agency: Agency) -> HttpResponse:
    if not (may(request, Verb.MANAGE_STORES) and actor_of(request).has_all_stores):
        raise PermissionDenied
    said = {name: request.POST.get(name, "")[:500] for name in ("name", "logo_url", "host")}
    has_colour = "has_accent" in request.POST
    look = Look(accent=request.POST.get("accent", "")[:7] if has_colour else "", **said)
    try:
        is_news = looks.choose_look(agency=agency, look=look)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return _shown(request, look, status=422)
    words = _("Saved: the next page looks so.") if is_news else _("It was so already.")
    messages.info(request, words)
    return redirect("admin:look_changelist")


def _shown(request: HttpRequest, look: Look, *, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    pictures = Picture.objects.filter(agency_id=actor.agency_id, removed_at=None)
    context: dict[str, Any] = common.context(
        request,
        _("How the desk looks"),
        look=look,
        choices=[
            (each, _address_of(each)) for each in pictures.order_by("-created_at", "-pk")[:PICTURES]
        ],
        may_change=may(request, Verb.MANAGE_STORES) and actor.has_all_stores,
        most=looks.LONGEST_NAME,
    )
    return TemplateResponse(request, "desk/privacy/look.html", context, status=status)


def stylesheet(request: HttpRequest, accent: str) -> HttpResponse:
    """The tokens of one colour: of the address alone, so anybody may keep it for ever."""
    if not _ACCENT.fullmatch(accent):
        raise Http404
    shades = looks.scale(f"#{accent}")
    light = "".join(f"--fjord-{step}:{shade};" for step, shade in shades.items())
    dark = looks.on_dark(f"#{accent}")
    words = (
        f":root{{{light}}}"
        f".dark{{--brand:{dark};--brand-strong:{shades['200']};--brand-soft:{shades['900']};"
        f"--on-brand:{shades['950']}}}"
    )
    answer = HttpResponse(words, content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def _address_of(picture: Picture) -> str:
    ending = "png" if picture.form == Picture.Form.PNG else "jpg"
    return web_address(f"{PREFIX}{picture.token}.{ending}")
