"""How long a store keeps what, in plain sentences, and what was last dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import DomainError
from desk.privacy import common
from intake.buyers import retaining
from intake.buyers.retaining import BOUNDS, OPTIONAL, Choices, Sort
from stores.admin_base import actor_of, may
from stores.models import Dropped
from stores.roles import Verb

NAMES: Final[Mapping[str, tuple[Sort, Any, Any]]] = {
    "webhooks_days": (
        Sort.WEBHOOKS,
        gettext_lazy("Shopify's webhooks as they came (days)"),
        gettext_lazy("Only needed to read one again. What they told of stays."),
    ),
    "words_days": (
        Sort.WORDS,
        gettext_lazy("Words of mails (days)"),
        gettext_lazy("Afterwards it stays known that a mail was sent, and when, not what it said."),
    ),
    "baskets_days": (
        Sort.BASKETS,
        gettext_lazy("Baskets that were left (days)"),
        gettext_lazy("Who left it and what was in it goes; the sum stays in the figures."),
    ),
    "exports_days": (
        Sort.EXPORTS,
        gettext_lazy("Copies of a buyer's data (days)"),
        gettext_lazy("Long enough to hand one over. It can be made again."),
    ),
    "orders_months": (
        Sort.ORDERS,
        gettext_lazy("Who bought (months)"),
        gettext_lazy(
            "Name, addresses and what was written to the buyer go; products and sums stay. "
            "Ask your accountant first: many countries want invoices kept for years, at Shopify."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One choice of the form."""

    name: str
    label: Any
    means: Any
    value: int | None
    least: int
    most: int
    is_optional: bool
    dropped: Dropped | None

    @property
    def empty_means(self) -> str:
        if self.name == "words_days":
            return _("Empty: %(days)d days.") % {"days": settings.NOTIFYHUB_BODY_DAYS}
        if self.is_optional:
            return _("Empty: for as long as the store is connected.")
        return ""


def page(request: HttpRequest) -> HttpResponse:
    """The choices of one store: the named one, else the first. Two queries beside who asks."""
    common.must(request, Verb.VIEW_STORES)
    stores = actor_of(request).stores
    named = request.GET.get("store", "")
    store = next((one for one in stores if str(one.pk) == named), next(iter(stores), None))
    lines: list[Line] = []
    if store is not None:
        choices = retaining.choices_of(store=store)
        known = retaining.last_dropped(store=store)
        lines = [_line(name, choices, known) for name in NAMES]
    context = common.context(
        request,
        _("How long it is kept"),
        store=store,
        lines=lines,
        may_change=may(request, Verb.HANDLE_PRIVACY),
        hits_days=settings.NOTIFYHUB_HITS_DAYS,
    )
    return TemplateResponse(request, "desk/privacy/retention.html", context)


def change(request: HttpRequest, store_id: int) -> HttpResponse:
    """The form of a store."""
    store = common.store_of(request, str(store_id))
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    common.must(request, Verb.HANDLE_PRIVACY)
    choices = Choices(**{name: _number(request.POST.get(name, ""), name) for name in BOUNDS})
    try:
        is_news = retaining.choose(
            store=store, choices=choices, actor=actor_of(request).label, now=timezone.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        changed = _("Saved. What is over its time goes within some hours.")
        messages.info(request, changed if is_news else _("It was so already."))
    return redirect(f"{reverse('admin:retention_changelist')}?store={store.pk}")


def _line(name: str, choices: Choices, known: Mapping[str, Dropped]) -> Line:
    sort, label, means = NAMES[name]
    least, most = BOUNDS[name]
    value = getattr(choices, name)
    return Line(name, label, means, value, least, most, name in OPTIONAL, known.get(sort))


def _number(text: str, name: str) -> Any:
    """What was typed; None for nothing where that may be, and 0, which no bound allows, else."""
    text = text.strip()
    if not text and name in OPTIONAL:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
