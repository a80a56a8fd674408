"""Who is it, at the keyboard of a session that stands open? Asked again before what weighs most.

A log-in proves it for a quarter of an hour, and so does saying the password or a code once more:
before keys, people, invitations and second factors. What is typed meanwhile is still taken.
"""

import time
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

PROVED_AT: Final = "proved_at"
LASTS: Final = 15 * 60
# For a form that was opened in time.
LASTS_TO_POST: Final = 60 * 60


def remember(request: HttpRequest | None = None, **_signal: Any) -> None:
    """Somebody proved who they are, just now."""
    if request is not None and hasattr(request, "session"):
        request.session[PROVED_AT] = time.time()


def is_proved(request: HttpRequest) -> bool:
    """Whether it was proved lately enough for what is asked."""
    lasts = LASTS_TO_POST if request.method == "POST" else LASTS
    proved_at = request.session.get(PROVED_AT, 0)
    return isinstance(proved_at, float) and time.time() - proved_at < lasts


def ask(request: HttpRequest, *, back_to: str = "") -> HttpResponse:
    """Lead to the question, and back from there. Nothing that was posted is kept."""
    wanted = back_to or request.get_full_path()
    query = urlencode({"next": wanted})
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{query}")


class ProvesWho:
    """A page of the admin whose forms weigh so much; mixed in before TenantModelAdmin."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not is_proved(request):
            return ask(request)
        return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]  # a mixin

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not is_proved(request):
            return ask(request)
        return super().delete_view(request, *args, **kwargs)  # type: ignore[misc]  # a mixin

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST" and not is_proved(request):
            return ask(request)
        return super().changelist_view(request, *args, **kwargs)  # type: ignore[misc]  # a mixin
