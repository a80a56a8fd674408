"""What the status page of one store offers, and its questions and answers."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from common import locales
from common.errors import DomainError
from statuspage import faq
from statuspage.frame import OFFERED
from statuspage.models import AddressChange
from statuspage.page_settings import PageChoice, choose_page, settings_of
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb

_NUMBERS = ("expires_days", "address_hours", "return_days", "answer_days")
_TICKS = ("tells_old_address", "takes_problems", "takes_returns", "asks_feedback")
_TEXTS = ("return_url", "contact_email", "contact_phone", "privacy_url")


def page(request: HttpRequest) -> HttpResponse:
    """The choices and questions of one store: the named one, else the first. Two queries beside
    who asks."""
    if not may(request, Verb.VIEW_STORES):
        raise PermissionDenied
    stores = actor_of(request).stores
    named = request.GET.get("store", "")
    store = next((one for one in stores if str(one.pk) == named), next(iter(stores), None))
    locale = locales.normal(request.GET.get("locale", ""))
    if locale not in OFFERED and store is not None:
        locale = locales.resolve([store.locale], OFFERED)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Status page"),
        "crumbs": [(_("Status page"), "")],
        "stores": stores,
        "store": store,
        "chosen": settings_of(store.pk) if store else None,
        "changes": AddressChange.choices,
        "locale": locale,
        "languages": [(tag, _name_of(code)) for tag, code in OFFERED.items()],
        "questions": faq.questions_in(store=store, locale=locale) if store else [],
        "edited": request.GET.get("edit", ""),
        "longest": (faq.LONGEST_QUESTION, faq.LONGEST_ANSWER),
        "look_up": _look_up(store),
        "may_change": may(request, Verb.MANAGE_STORES),
    }
    return TemplateResponse(request, "desk/status_page.html", context)


def change(request: HttpRequest, store_id: int) -> HttpResponse:
    """The form of a store."""
    store = store_or_404(request, store_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    posted = request.POST
    said: dict[str, Any] = {
        **{name: _number(posted.get(name, "")) for name in _NUMBERS},
        **{name: name in posted for name in _TICKS},
        **{name: posted.get(name, "").strip()[:500] for name in _TEXTS},
    }
    choice = PageChoice(address_change=posted.get("address_change", ""), **said)
    actor, now = actor_of(request).label, timezone.now()
    try:
        choose_page(store=store, choice=choice, actor=actor, now=now)
    except DomainError as refusal:
        messages.error(request, f"{store.name}: {refusal}")
    else:
        messages.info(request, _("%(store)s: its status page shows it now.") % {"store": store})
    return redirect(f"{reverse('admin:statuspages_changelist')}?store={store.pk}")


def store_or_404(request: HttpRequest, store_id: int) -> Store:
    store = next((one for one in actor_of(request).stores if one.pk == store_id), None)
    if store is None:
        raise Http404
    return store


def _look_up(store: Store | None) -> str:
    if store is None:
        return ""
    path = reverse("statuspage-find", args=[store.public_id])
    return f"{settings.NOTIFYHUB_BASE_URL}{path}"


def _name_of(code: str) -> str:
    return str(get_language_info(code)["name_local"])


def _number(said: str) -> int:
    """-1, which no choice allows, for what is no number."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else -1
