"""What these pages share: who may, which store, and the frame."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb


def must(request: HttpRequest, verb: Verb) -> None:
    if not may(request, verb):
        raise PermissionDenied


def store_of(request: HttpRequest, named: str) -> Store:
    """The store by its number, if it is within reach. Raises Http404."""
    found = next((one for one in actor_of(request).stores if str(one.pk) == named), None)
    if found is None:
        raise Http404
    return found


def context(request: HttpRequest, title: str, **more: Any) -> dict[str, Any]:
    return {
        **admin.site.each_context(request),
        "title": title,
        "crumbs": [(title, "")],
        "stores": actor_of(request).stores,
        **more,
    }
