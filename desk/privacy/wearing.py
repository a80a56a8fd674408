"""Whose look a page wears: the agency's that somebody works in, else that of its address."""

from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from stores import looks
from stores.looks import Look
from stores.models import Agency
from stores.scope import every_store

PLAIN: Final = Look()
NAME: Final = "NotifyHub"
_SHADES: Final = ("50", "100", "200", "300", "400", "500", "600", "700", "800", "900", "950")


def look_of(request: HttpRequest) -> Look:
    """No query for who is logged in, nor at NotifyHub's own address; one at another."""
    actor = getattr(request, "actor", None)
    if actor is not None:
        found: Look = actor.look
        return found
    host = request.get_host().partition(":")[0].lower()
    if host in _own_hosts():
        return PLAIN
    with every_store(because="a stranger at the log-in page is nobody's yet"):
        agency = Agency.objects.filter(desk_host=host).first()
    return looks.look_of(agency) if agency else PLAIN


def worn(request: HttpRequest) -> dict[str, Any]:
    """For every template: `worn.name`, `worn.logo_url`; looked up where a page asks."""
    return {"worn": SimpleLazyObject(lambda: look_of(request))}


def over(context: dict[str, Any], look: Look) -> dict[str, Any]:
    """A page's context with the look over it."""
    if look == PLAIN:
        return context
    changed = dict(context)
    if look.name:
        changed |= {"site_title": look.name, "site_header": look.name}
    if look.logo_url:
        changed |= {"site_icon": look.logo_url}
    if look.accent:
        shades = looks.scale(look.accent)
        changed["colors"] = {
            **context["colors"],
            "primary": {each: shades[each] for each in _SHADES},
        }
        sheet = reverse("admin:look_stylesheet", args=[look.accent.removeprefix("#")])
        changed["styles"] = [*context["styles"], sheet]
    return changed


def _own_hosts() -> frozenset[str]:
    own = urlsplit(settings.NOTIFYHUB_BASE_URL).hostname or ""
    return frozenset({own, "localhost", "127.0.0.1", "testserver"})
