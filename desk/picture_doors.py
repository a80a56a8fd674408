"""What a field for a picture asks: those there are, and a new one. Answers in JSON.

static/notifyhub/pictures.js dresses `input[data-picture]`; `picture_field` gives what it needs.
"""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from common.errors import DomainError
from common.keyset import Place, cut, read_place
from stores.admin_base import actor_of, may
from stores.models import Agency, Store
from stores.roles import Verb
from templates_app import pictures
from templates_app.models import Picture
from templates_app.picture_addresses import web_address

ON_A_PAGE: Final = 48


class NoSuchStore(DomainError):
    """The form named a store that this person does not see."""

    code = "no-such-store"


def picture_field() -> dict[str, str]:
    """The attributes that make a text field one for pictures."""
    return {
        "data-picture": "",
        "data-choices": reverse("admin:picture_choices"),
        "data-upload": reverse("admin:picture_upload"),
        "data-say-upload": gettext("Upload"),
        "data-say-choose": gettext("Choose"),
        "data-say-close": gettext("Close"),
        "data-say-more": gettext("Show more"),
        "data-say-none": gettext("No pictures yet. Upload the first."),
        "data-say-failed": gettext("It did not arrive. Look at the connection and try again."),
        "data-say-light": gettext("On a light ground"),
        "data-say-dark": gettext("On a dark ground"),
        "dir": "ltr",
        "placeholder": gettext("inherited, or an address"),
    }


def choices(request: HttpRequest) -> HttpResponseBase:
    """GET ?store=<id>&older=<place>: pictures of the agency and that store, newest first.

    Without a store: the agency's alone, which are the only ones its other stores may show.
    """
    if not may(request, Verb.VIEW_TEMPLATES):
        raise PermissionDenied
    try:
        store = _store_named(request, request.GET.get("store", ""))
    except NoSuchStore as error:
        raise Http404 from error
    older = read_place(request.GET.get("older"))
    rows = Picture.objects.filter(agency_id=actor_of(request).agency_id, removed_at=None)
    rows = rows.filter(Q(store=None) | Q(store=store) if store else Q(store=None))
    if older:
        at, pk = older.at, older.id
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk))
    page = cut(
        list(rows.order_by("-created_at", "-pk")[: ON_A_PAGE + 1]),
        size=ON_A_PAGE,
        place_of=lambda row: Place(row.created_at, row.pk),
        older_than=older,
    )
    shown = [as_json(picture) for picture in page.rows]
    return JsonResponse({"pictures": shown, "older": str(page.older) if page.older else None})


def upload(request: HttpRequest) -> HttpResponseBase:
    """POST a form with `file` and perhaps `store`: 201 with the picture, or 409 with the words."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        picture = kept(request)
    except DomainError as refusal:
        return JsonResponse({"code": refusal.code, "detail": str(refusal)}, status=409)
    return JsonResponse(as_json(picture), status=201)


def kept(request: HttpRequest) -> Picture:
    """The uploaded picture. Raises DomainError in words for a person."""
    if not may(request, Verb.EDIT_TEMPLATES):
        raise PermissionDenied
    actor = actor_of(request)
    file = request.FILES.get("file")
    return pictures.keep_picture(
        agency=Agency(pk=actor.agency_id),
        store=_store_named(request, request.POST.get("store", "")),
        data=pictures.read_upload(file) if file else b"",
        name=(file.name or "") if file else "",
        actor=actor.label,
        now=timezone.now(),
    )


def as_json(picture: Picture) -> dict[str, Any]:
    return {
        "id": picture.token,
        "url": web_address(picture.path),
        "name": picture.name,
        "width": picture.width,
        "height": picture.height,
        "notes": pictures.what_became(picture),
        "page": reverse("admin:templates_app_picture_change", args=[picture.pk]),
    }


def _store_named(request: HttpRequest, wanted: str) -> Store | None:
    """The store of that id among those one sees; None for none. Raises NoSuchStore."""
    if not wanted:
        return None
    for store in actor_of(request).stores:
        if str(store.pk) == wanted:
            return store
    raise NoSuchStore(gettext("There is no such store."))
