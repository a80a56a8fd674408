"""The frame of pages about one's own log-in: the desk's for who is in, a narrow one else."""

from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

INSIDE: Final = "desk/accounts/inside.html"
OUTSIDE: Final = "desk/accounts/outside.html"


def framed(request: HttpRequest, title: str, **shown: Any) -> dict[str, Any]:
    """The context of such a page."""
    is_inside = getattr(request, "actor", None) is not None
    crumbs = [(_("Your log-in"), "/admin/account/"), (title, "")] if is_inside else []
    return {
        **admin.site.each_context(request),
        "frame": INSIDE if is_inside else OUTSIDE,
        "is_inside": is_inside,
        "title": title,
        "crumbs": crumbs,
        **shown,
    }


class Framed:
    """A page of allauth in our frame; mixed in before its view."""

    title: Any = ""
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theirs = super().get_context_data(**kwargs)  # type: ignore[misc]  # a mixin
        return {**framed(self.request, str(self.title)), **theirs}
