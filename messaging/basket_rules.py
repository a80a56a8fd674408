"""How a store reminds of baskets that were left: which mails, when, with what, and to whom not.

# Note [A store that said nothing]
reminds once, an hour after the last change, without a discount, and asks nothing: as it always did.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.errors import DomainError
from messaging.addresses import one_line
from messaging.models import BasketSettings, WithoutCode
from messaging.subjects import MOST_REMINDERS
from orders.models import Checkout
from stores.models import Store

MOST_STEPS: Final = MOST_REMINDERS
SOONEST: Final = 15  # minutes after the last change
LATEST: Final = 14 * 24 * 60
LEAST_BETWEEN: Final = 4 * 60  # minutes from one mail to the next
MOST_DAYS: Final = 90  # that a code is good for
MOST_EXCLUDED: Final = 100
MOST_CAP: Final = 50
MOST_CAP_DAYS: Final = 90
MOST_OWN: Final = 5
OWN_CHARACTERS: Final = 120
MOST_MINOR: Final = 10**12
_DOMAIN: Final = re.compile(
    r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+\Z"
)


class Gives(models.TextChoices):
    """What a mail takes off."""

    NOTHING = "NOTHING", gettext_lazy("No discount")
    PERCENT = "PERCENT", gettext_lazy("A share in percent")
    AMOUNT = "AMOUNT", gettext_lazy("An amount")


class Why(models.TextChoices):
    """What may have stopped a buyer: said on the buyers' page in their language."""

    JUST_LOOKING = "JUST_LOOKING", pgettext_lazy("why a basket was left", "I was just looking")
    SHIPPING_COST = (
        "SHIPPING_COST",
        pgettext_lazy("why a basket was left", "Delivery costs too much"),
    )
    DELIVERY_TIME = (
        "DELIVERY_TIME",
        pgettext_lazy("why a basket was left", "Delivery takes too long"),
    )
    PRICE = "PRICE", pgettext_lazy("why a basket was left", "It costs too much")
    PAYMENT = "PAYMENT", pgettext_lazy("why a basket was left", "I could not pay the way I like")
    TROUBLE = "TROUBLE", pgettext_lazy("why a basket was left", "Something did not work")
    UNSURE = (
        "UNSURE",
        pgettext_lazy("why a basket was left", "I was not sure it is the right thing"),
    )
    ELSEWHERE = "ELSEWHERE", pgettext_lazy("why a basket was left", "I bought it elsewhere")
    OTHER = "OTHER", pgettext_lazy("why a basket was left", "Something else")


OFFERED: Final = (
    Why.JUST_LOOKING,
    Why.SHIPPING_COST,
    Why.DELIVERY_TIME,
    Why.PRICE,
    Why.PAYMENT,
    Why.TROUBLE,
    Why.OTHER,
)


class BasketRulesInvalid(DomainError):
    """The choices make no sense; the error says which and why."""

    code = "basket-rules-invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A code of its own for each mail. Amounts are in the shop's currency."""

    gives: str = Gives.NOTHING
    percent: int = 10
    amount_minor: int = 0
    days: int = 7  # that it is good for, from the mail on
    minimum_minor: int = 0  # of a basket it can be used for

    @property
    def is_given(self) -> bool:
        return self.gives != Gives.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One mail. `variant`: the label of the template's wording it is written in; "": its own."""

    wait_minutes: int
    is_on: bool = True
    variant: str = ""
    discount: Discount = field(default_factory=Discount)

    @property
    def wait(self) -> timedelta:
        return timedelta(minutes=self.wait_minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a store chose. Mails count from 1."""

    is_on: bool = True
    steps: tuple[Step, ...] = (Step(wait_minutes=60),)
    minimum_minor: int = 0
    skips_discounted: bool = False
    excluded_domains: tuple[str, ...] = ()
    excluded_countries: tuple[str, ...] = ()
    cap_count: int = 0
    cap_days: int = 7
    without_code: str = WithoutCode.GO
    asks_why: bool = False
    reasons: tuple[str, ...] = OFFERED
    own_reasons: tuple[str, ...] = ()

    def step(self, number: int) -> Step | None:
        """None: there is no such mail, or it is switched off."""
        found = self.steps[number - 1] if 0 < number <= len(self.steps) else None
        return found if found and found.is_on and self.is_on else None

    def numbers(self) -> list[int]:
        """Of the mails that are sent, in their order."""
        return [number for number in range(1, len(self.steps) + 1) if self.step(number)]

    def before(self, number: int) -> int | None:
        """The mail that goes before that one; None: it is the first."""
        return max((one for one in self.numbers() if one < number), default=None)

    def reminds_of(self, checkout: Checkout) -> bool:
        """Whether the store reminds of such a basket at all."""
        domain = checkout.email.rpartition("@")[2].strip().lower()
        country = str((checkout.shipping_address or {}).get("country_code") or "").upper()
        return bool(
            self.is_on
            and checkout.subtotal_minor >= self.minimum_minor
            and not (self.skips_discounted and checkout.discounts)
            and domain not in self.excluded_domains
            and country not in self.excluded_countries
        )


def settings_of(*, store_id: int) -> BasketSettings | None:
    """The store's row; None where it said nothing. One query."""
    return BasketSettings.objects.filter(store_id=store_id).first()


def rules_of(*, store_id: int) -> Rules:
    """What the store chose. One query. See Note [A store that said nothing]."""
    row = settings_of(store_id=store_id)
    return rules_in(row) if row else Rules()


def rules_in(row: BasketSettings) -> Rules:
    return Rules(
        is_on=row.is_on,
        steps=tuple(step_of(each) for each in row.steps) or Rules().steps,
        minimum_minor=row.minimum_minor,
        skips_discounted=row.skips_discounted,
        excluded_domains=tuple(row.excluded_domains),
        excluded_countries=tuple(row.excluded_countries),
        cap_count=row.cap_count,
        cap_days=row.cap_days,
        without_code=row.without_code,
        asks_why=row.asks_why,
        reasons=tuple(row.reasons),
        own_reasons=tuple(row.own_reasons),
    )


def step_of(kept: Mapping[str, Any]) -> Step:
    """A step as it is kept, or as a program says it."""
    said = dict(kept)
    discount = Discount(**(said.pop("discount", None) or {}))
    return Step(**said, discount=discount)


def rules_said(said: Mapping[str, Any]) -> Rules:
    """Rules as a program says them: lists, and steps as mappings."""
    named = {name: value for name, value in said.items() if name != "steps"}
    lists = {name: tuple(value) for name, value in named.items() if isinstance(value, list)}
    return Rules(**{**named, **lists}, steps=tuple(step_of(each) for each in said["steps"]))


@transaction.atomic
def change_rules(*, store: Store, rules: Rules, actor: str, now: datetime) -> BasketSettings:
    """Keep how the store reminds, from the next mail on. Raises BasketRulesInvalid."""
    _check_steps(rules.steps)
    _check_limits(rules)
    row, _is_new = BasketSettings.objects.update_or_create(
        store=store,
        defaults={
            "is_on": rules.is_on,
            "steps": [_kept(step) for step in rules.steps],
            "minimum_minor": rules.minimum_minor,
            "skips_discounted": rules.skips_discounted,
            "excluded_domains": _clean_domains(rules.excluded_domains),
            "excluded_countries": _clean_countries(rules.excluded_countries),
            "cap_count": rules.cap_count,
            "cap_days": rules.cap_days,
            "without_code": rules.without_code,
            "asks_why": rules.asks_why,
            "reasons": _clean_reasons(rules),
            "own_reasons": _clean_own(rules.own_reasons),
            "changed_at": now,
            "changed_by": actor[:254],
        },
    )
    return row


def _kept(step: Step) -> dict[str, Any]:
    given = step.discount
    return {
        "wait_minutes": step.wait_minutes,
        "is_on": step.is_on,
        "variant": step.variant,
        "discount": {
            "gives": str(given.gives),
            "percent": given.percent,
            "amount_minor": given.amount_minor,
            "days": given.days,
            "minimum_minor": given.minimum_minor,
        },
    }


def _check_steps(steps: Sequence[Step]) -> None:
    if not 0 < len(steps) <= MOST_STEPS:
        raise BasketRulesInvalid(_("A store sends one to %d mails about a basket.") % MOST_STEPS)
    last = None
    for number, step in enumerate(steps, 1):
        if not SOONEST <= step.wait_minutes <= LATEST:
            said = {"n": number, "least": SOONEST, "most": LATEST // (24 * 60)}
            raise BasketRulesInvalid(
                _("Mail %(n)s: wait at least %(least)s minutes and at most %(most)s days.") % said
            )
        if last is not None and step.wait_minutes < last + LEAST_BETWEEN:
            said = {"n": number, "hours": LEAST_BETWEEN // 60}
            raise BasketRulesInvalid(
                _("Mail %(n)s: it comes at least %(hours)s hours after the one before.") % said
            )
        last = step.wait_minutes
        _check_discount(number, step.discount)


def _check_discount(number: int, discount: Discount) -> None:
    if discount.gives not in Gives.values:
        raise BasketRulesInvalid(_("Mail %s: say what it takes off.") % number)
    if not discount.is_given:
        return
    said = {"n": number, "days": MOST_DAYS}
    if discount.gives == Gives.PERCENT and not 1 <= discount.percent <= 100:
        raise BasketRulesInvalid(_("Mail %(n)s: a share is 1 to 100 percent.") % said)
    if discount.gives == Gives.AMOUNT and not 0 < discount.amount_minor <= MOST_MINOR:
        raise BasketRulesInvalid(_("Mail %(n)s: say how much it takes off.") % said)
    if not 1 <= discount.days <= MOST_DAYS:
        raise BasketRulesInvalid(_("Mail %(n)s: a code is good for 1 to %(days)s days.") % said)
    if not 0 <= discount.minimum_minor <= MOST_MINOR:
        raise BasketRulesInvalid(_("Mail %(n)s: the smallest basket is no amount.") % said)


def _check_limits(rules: Rules) -> None:
    if not 0 <= rules.minimum_minor <= MOST_MINOR:
        raise BasketRulesInvalid(_("The smallest basket is no amount."))
    if not 0 <= rules.cap_count <= MOST_CAP or not 1 <= rules.cap_days <= MOST_CAP_DAYS:
        said = {"most": MOST_CAP, "days": MOST_CAP_DAYS}
        raise BasketRulesInvalid(
            _("A buyer gets at most 0 to %(most)s mails in 1 to %(days)s days; 0 is no limit.")
            % said
        )
    if rules.without_code not in WithoutCode.values:
        raise BasketRulesInvalid(_("Say what becomes of a mail without its code."))


def _clean_domains(domains: Sequence[str]) -> list[str]:
    found = dict.fromkeys(one.strip().lower().removeprefix("@") for one in domains if one.strip())
    for domain in found:
        if len(domain) > 253 or not _DOMAIN.match(domain):
            said = one_line(domain)[:60]
            raise BasketRulesInvalid(_("“%s” is no domain, such as example.com.") % said)
    return _few(list(found))


def _clean_countries(countries: Sequence[str]) -> list[str]:
    found = dict.fromkeys(one.strip().upper() for one in countries if one.strip())
    for country in found:
        if len(country) != 2 or not country.isascii() or not country.isalpha():
            said = one_line(country)[:60]
            raise BasketRulesInvalid(_("“%s” is no country: two letters, such as NO.") % said)
    return _few(list(found))


def _few(found: list[str]) -> list[str]:
    if len(found) > MOST_EXCLUDED:
        raise BasketRulesInvalid(_("At most %d can be named.") % MOST_EXCLUDED)
    return found


def _clean_reasons(rules: Rules) -> list[str]:
    wanted = [str(why) for why in Why if why in rules.reasons]
    unknown = set(rules.reasons) - set(Why.values)
    if unknown:
        raise BasketRulesInvalid(_("“%s” is none of the reasons.") % one_line(min(unknown))[:60])
    if rules.asks_why and not wanted and not rules.own_reasons:
        raise BasketRulesInvalid(_("Offer at least one reason, or do not ask."))
    return wanted


def _clean_own(reasons: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(filter(None, map(one_line, reasons))))
    if len(found) > MOST_OWN:
        raise BasketRulesInvalid(_("At most %d reasons of your own.") % MOST_OWN)
    if any(len(one) > OWN_CHARACTERS for one in found):
        raise BasketRulesInvalid(_("A reason has at most %d letters.") % OWN_CHARACTERS)
    return found
