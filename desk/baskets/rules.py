"""How each store reminds of baskets: its mails, their codes, whom not, how often, what it asks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import DomainError
from common.money import from_minor, to_minor
from messaging import basket_rules, checkouts
from messaging.basket_rules import MOST_STEPS, BasketRulesInvalid, Discount, Gives, Rules, Step, Why
from messaging.models import BasketCode, CodeState, WithoutCode
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb
from stores.shopify.discounts import SCOPE
from templates_app import queries as templates
from templates_app.models import Variant

LONGEST_TEXT: Final = 20_000
_AMOUNT: Final = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,4})?\Z")
UNITS: Final = {
    "minutes": (1, gettext_lazy("minutes")),
    "hours": (60, gettext_lazy("hours")),
    "days": (24 * 60, gettext_lazy("days")),
}


@dataclass(frozen=True, slots=True)
class StepForm:
    """One mail as the form shows it; `is_there` is off for one that could be added."""

    number: int
    is_there: bool
    step: Step
    currency: str

    @property
    def unit(self) -> str:
        found = [
            name for name, (size, _words) in UNITS.items() if not self.step.wait_minutes % size
        ]
        return found[-1]

    @property
    def wait(self) -> int:
        return self.step.wait_minutes // UNITS[self.unit][0]

    @property
    def amount(self) -> str:
        return _amount(self.step.discount.amount_minor, self.currency)

    @property
    def minimum(self) -> str:
        return _amount(self.step.discount.minimum_minor, self.currency)


def page(request: HttpRequest) -> HttpResponse:
    """The choices of one store: the named one, else the first. Five queries beside who asks."""
    if not may(request, Verb.VIEW_STORES):
        raise PermissionDenied
    stores = actor_of(request).stores
    named = request.GET.get("store", "")
    store = next((one for one in stores if str(one.pk) == named), next(iter(stores), None))
    return _shown(request, store)


def change(request: HttpRequest, store_id: int) -> HttpResponse:
    """The form of a store."""
    store = next((one for one in actor_of(request).stores if one.pk == store_id), None)
    if store is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.EDIT_TEMPLATES):
        raise PermissionDenied
    rules = None
    try:
        rules = _said(request.POST, store)
        basket_rules.change_rules(
            store=store, rules=rules, actor=actor_of(request).label, now=timezone.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return _shown(request, store, said=rules, status=422)
    messages.info(
        request,
        _("%(store)s: mails that are planned from now on go by it.") % {"store": store.name},
    )
    return redirect(f"{reverse('admin:basket_rules_changelist')}?store={store.pk}")


def _shown(
    request: HttpRequest, store: Store | None, said: Rules | None = None, status: int = 200
) -> HttpResponse:
    """What is kept; after a refusal what was said stands there again, to be mended."""
    row = basket_rules.settings_of(store_id=store.pk) if store else None
    rules = said or (basket_rules.rules_in(row) if row else Rules())
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Reminders of baskets"),
        "crumbs": [
            (_("Abandoned baskets"), reverse("admin:baskets_changelist")),
            (_("Reminders of baskets"), ""),
        ],
        "stores": actor_of(request).stores,
        "store": store,
        "rules": rules,
        "row": row,
        "may_change": may(request, Verb.EDIT_TEMPLATES),
        "units": [(name, words) for name, (_size, words) in UNITS.items()],
        "gives": Gives.choices,
        "without": WithoutCode.choices,
        "reasons": [(str(why), why.label, str(why) in rules.reasons) for why in Why],
        "own_reasons": "\n".join(rules.own_reasons),
        "domains": "\n".join(rules.excluded_domains),
        "countries": " ".join(rules.excluded_countries),
    }
    if store:
        context |= {
            "steps": _forms(rules, store),
            "minimum": _amount(rules.minimum_minor, store.currency),
            "variants": _variants(store),
            "trouble": _trouble(store),
            "needs_scope": SCOPE,
        }
    return TemplateResponse(request, "desk/baskets/rules.html", context, status=status)


def _forms(rules: Rules, store: Store) -> list[StepForm]:
    """Those there are, then those that could be added, each a sensible time later."""
    later = (60, 24 * 60, 72 * 60)
    forms = []
    for number in range(1, MOST_STEPS + 1):
        is_there = number <= len(rules.steps)
        step = rules.steps[number - 1] if is_there else Step(wait_minutes=later[number - 1])
        forms.append(StepForm(number, is_there, step, store.currency))
    return forms


def _variants(store: Store) -> list[Variant]:
    """Wordings of the mail that a step may be written in. Two queries."""
    revision = templates.current_revision(store=store, kind=checkouts.KIND)
    if revision is None:
        return []
    return list(Variant.objects.filter(template_id=revision.template_id).order_by("label"))


def _trouble(store: Store) -> str:
    """What Shopify said when it refused the last code; "" where none was refused."""
    refused = BasketCode.objects.filter(store=store, state=CodeState.REFUSED)
    last = refused.order_by("-run_after").values_list("detail", flat=True).first()
    return last or ""


def _said(posted: Mapping[str, Any], store: Store) -> Rules:
    """What the form says. Raises BasketRulesInvalid."""
    texts = {name: str(posted.get(name, ""))[:LONGEST_TEXT] for name in posted}
    steps = [
        _step(texts, number, store)
        for number in range(1, MOST_STEPS + 1)
        if f"there-{number}" in texts
    ]
    chosen = posted.getlist("reasons") if hasattr(posted, "getlist") else []
    return Rules(
        is_on="is_on" in texts,
        steps=tuple(steps),
        minimum_minor=_minor(texts.get("minimum", ""), store),
        skips_discounted="skips_discounted" in texts,
        excluded_domains=tuple(texts.get("excluded_domains", "").split()),
        excluded_countries=tuple(texts.get("excluded_countries", "").replace(",", " ").split()),
        cap_count=_number(texts.get("cap_count", "")),
        cap_days=_number(texts.get("cap_days", "")),
        without_code=texts.get("without_code", ""),
        asks_why="asks_why" in texts,
        reasons=tuple(str(one) for one in chosen),
        own_reasons=tuple(texts.get("own_reasons", "").splitlines()),
    )


def _step(texts: Mapping[str, str], number: int, store: Store) -> Step:
    said = {
        name: texts.get(f"{name}-{number}", "")
        for name in ("wait", "unit", "variant", "gives", "percent", "amount", "days", "least")
    }
    size, _words = UNITS.get(said["unit"], (0, ""))
    gives = said["gives"]
    return Step(
        wait_minutes=_number(said["wait"]) * size,
        is_on=f"is_on-{number}" in texts,
        variant=said["variant"][:8],
        discount=Discount(
            gives=gives,
            percent=_number(said["percent"]) if gives == Gives.PERCENT else Discount().percent,
            amount_minor=_minor(said["amount"], store) if gives == Gives.AMOUNT else 0,
            days=_number(said["days"]) if gives != Gives.NOTHING else Discount().days,
            minimum_minor=_minor(said["least"], store) if gives != Gives.NOTHING else 0,
        ),
    )


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1


def _minor(text: str, store: Store) -> int:
    """An amount in the shop's currency; nothing is 0. Raises BasketRulesInvalid."""
    plain = text.strip().replace(" ", "").replace("\u00a0", "").replace(",", ".")
    if not plain:
        return 0
    if not _AMOUNT.match(plain):
        said = {"text": plain[:40], "currency": store.currency}
        raise BasketRulesInvalid(_("“%(text)s” is no amount in %(currency)s.") % said)
    return to_minor(plain, store.currency)


def _amount(minor: int, currency: str) -> str:
    return str(from_minor(minor, currency)) if minor else ""
