"""Ten rules that stores ask for most, ready to be made by one call and changed afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from automations import services
from automations.data import RuleWish
from automations.models import Rule
from common.errors import DomainError
from stores.access import Actor
from stores.models import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrPromise


class NoSuchRecipe(DomainError):
    """No recipe has this name."""

    code = "no-such-recipe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A rule to be made. Texts that staff or buyers read are written in the maker's language."""

    code: str
    name: "StrPromise"
    help: "StrPromise"
    definition: "Callable[[Store | None], dict[str, Any]]"


def create_recipe(*, code: str, store: Store | None, actor: Actor, now: datetime) -> Rule:
    """The rule of a recipe, switched off, to be looked at first. Raises NoSuchRecipe and as
    services.create_rule.
    """
    recipe = RECIPES.get(code)
    if recipe is None:
        raise NoSuchRecipe(
            _("There is no recipe of this name. Choose one of these: %(codes)s.")
            % {"codes": ", ".join(RECIPES)}
        )
    wish = RuleWish(name=str(recipe.name), definition=recipe.definition(store), recipe=recipe.code)
    return services.create_rule(wish=wish, store=store, actor=actor, now=now)


# Worth a person's look in any currency a store may count in, per hundred euros or so.
_PER_HUNDRED: Final = {
    "EUR": 100, "USD": 100, "GBP": 100, "CHF": 100, "NOK": 1000, "SEK": 1000, "DKK": 750,
    "ISK": 15000, "PLN": 400, "CZK": 2500, "HUF": 40000, "JPY": 15000, "CAD": 150, "AUD": 150,
    "NZD": 150, "RON": 500, "BGN": 200, "TRY": 4000, "INR": 9000, "CNY": 750, "KRW": 140000,
}  # fmt: skip


def _sum(store: Store | None, hundreds: int) -> dict[str, str]:
    currency = store.currency if store else "EUR"
    return {"amount": str(_PER_HUNDRED.get(currency, 100) * hundreds), "currency": currency}


def _when(kind: str) -> dict[str, str]:
    return {"type": "fact", "kind": kind}


def _gift_wrap(_store: Store | None) -> dict[str, Any]:
    wishes = (
        *(("product", "gift wrap"), ("line_note", "gift")),
        *(("product", _("gift wrap")), ("line_note", _("gift"))),
    )
    return {
        "trigger": _when("ORDER_PLACED"),
        "match": "ANY",
        "conditions": [
            {"field": field, "op": "contains", "value": text}
            for field, text in dict.fromkeys(wishes)
        ],
        "actions": [
            {"type": "note", "text": _("To be wrapped as a gift."), "is_for_packers": True},
            {"type": "tag_order", "tag": "gift wrap"},
        ],
    }


def _urgent(_store: Store | None) -> dict[str, Any]:
    return {
        "trigger": {"type": "tag_added", "tag": "urgent"},
        "actions": [
            {"type": "note", "text": _("Urgent: pack this first."), "is_for_packers": True},
            {"type": "task", "title": _("Send an urgent order off today"), "due_in": "8h"},
        ],
    }


def _vip(store: Store | None) -> dict[str, Any]:
    return {
        "trigger": _when("ORDER_PAID"),
        "match": "ANY",
        "conditions": [
            {"field": "order_count", "op": "at_least", "value": 5},
            {"field": "total", "op": "at_least", "value": _sum(store, 5)},
        ],
        "actions": [
            {"type": "tag_order", "tag": "vip"},
            {"type": "tag_customer", "tag": "vip"},
            {"type": "send", "kind": "THANK_YOU"},
        ],
        "once_per": "CUSTOMER",
    }


def _ref(_store: Store | None) -> dict[str, Any]:
    return {
        "trigger": {"type": "ref", "ref": "campaign*"},
        "actions": [{"type": "tag_order", "tag": "campaign"}],
    }


def _digital(_store: Store | None) -> dict[str, Any]:
    return {
        "trigger": _when("ORDER_PAID"),
        "conditions": [{"field": "requires_shipping", "op": "is", "value": False}],
        "actions": [
            {"type": "tag_order", "tag": "digital"},
            {"type": "send", "kind": "THANK_YOU"},
        ],
        "once_per": "ORDER",
    }


def _late(_store: Store | None) -> dict[str, Any]:
    return {
        "trigger": {"type": "promise_at_risk"},
        "actions": [
            {"type": "tag_order", "tag": "late"},
            {
                "type": "task",
                "title": _("A promise will not be kept: look into it"),
                "due_in": "1d",
            },
        ],
    }


def _silence(_store: Store | None) -> dict[str, Any]:
    return {
        "trigger": {"type": "silence", "days": 5},
        "conditions": [{"field": "is_paid", "op": "is", "value": True}],
        "actions": [
            {"type": "send", "kind": "NO_NEWS"},
            {"type": "task", "title": _("Nothing was heard of this order for days")},
        ],
    }


def _high_value(store: Store | None) -> dict[str, Any]:
    return {
        "trigger": _when("ORDER_PLACED"),
        "conditions": [{"field": "total", "op": "at_least", "value": _sum(store, 10)}],
        "actions": [
            {"type": "tag_order", "tag": "high value"},
            {
                "type": "task",
                "title": _("Look over a large order before it is sent"),
                "due_in": "1d",
            },
        ],
    }


def _over_the_counter(_store: Store | None) -> dict[str, Any]:
    return {
        "trigger": _when("ORDER_PLACED"),
        "conditions": [{"field": "sales_channel", "op": "is", "value": "POS"}],
        "actions": [{"type": "set_mode", "kind": "ORDER_CONFIRMATION", "mode": "OFF"}],
    }


def _welcome(_store: Store | None) -> dict[str, Any]:
    return {
        "trigger": _when("ORDER_PLACED"),
        "conditions": [
            {"field": "is_first_order", "op": "is", "value": True},
            {"field": "has_consent", "op": "is", "value": True},
        ],
        "actions": [
            {"type": "tag_customer", "tag": "new"},
            {"type": "wait", "duration": "1d"},
            {"type": "send", "kind": "THANK_YOU"},
        ],
        "once_per": "CUSTOMER",
    }


RECIPES: Final[Mapping[str, Recipe]] = {
    recipe.code: recipe
    for recipe in (
        Recipe(
            code="gift-wrap",
            name=gettext_lazy("Gifts are wrapped"),
            help=gettext_lazy("Whoever packs sees that it is a gift."),
            definition=_gift_wrap,
        ),
        Recipe(
            code="urgent",
            name=gettext_lazy("Urgent orders first"),
            help=gettext_lazy("The tag “urgent” becomes a note for packers and a task for today."),
            definition=_urgent,
        ),
        Recipe(
            code="vip-thanks",
            name=gettext_lazy("Thanks to the best customers"),
            help=gettext_lazy(
                "From the fifth order, or for a large one: tagged and thanked, once."
            ),
            definition=_vip,
        ),
        Recipe(
            code="ref-tag",
            name=gettext_lazy("A campaign's orders get a tag"),
            help=gettext_lazy("Links with ?ref=campaign… mark the orders that they bring."),
            definition=_ref,
        ),
        Recipe(
            code="digital-thanks",
            name=gettext_lazy("Thanks for digital goods"),
            help=gettext_lazy("Where nothing has to be shipped, the buyer is thanked at once."),
            definition=_digital,
        ),
        Recipe(
            code="late-promise",
            name=gettext_lazy("Promises that will not be kept"),
            help=gettext_lazy("An order that must leave soon and has not becomes a task."),
            definition=_late,
        ),
        Recipe(
            code="no-news",
            name=gettext_lazy("Nobody is left without news"),
            help=gettext_lazy(
                "After five silent days the buyer hears that they are not forgotten."
            ),
            definition=_silence,
        ),
        Recipe(
            code="high-value",
            name=gettext_lazy("Large orders are looked over"),
            help=gettext_lazy("A task for staff before a large order leaves."),
            definition=_high_value,
        ),
        Recipe(
            code="pos-quiet",
            name=gettext_lazy("No confirmation over the counter"),
            help=gettext_lazy("Who paid in the shop has a receipt and gets no mail."),
            definition=_over_the_counter,
        ),
        Recipe(
            code="first-order",
            name=gettext_lazy("Welcome after the first order"),
            help=gettext_lazy("A day later, to who agreed to hear from the store."),
            definition=_welcome,
        ),
    )
}
