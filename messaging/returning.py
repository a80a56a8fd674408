"""The ways back that a reminder of a basket offers: to the basket, with its discount; to a word."""

from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from django.conf import settings
from django.utils import translation

from common import locales
from messaging import basket_rules
from messaging.basket_rules import MOST_OWN, Rules, Why
from messaging.envelope import survey_url
from messaging.models import Message
from messaging.subjects import step_of
from templates_app.data import NotificationKind

OWN: Final = "own-"  # how a reason of the store's own is named, before its number
_LANGUAGES: Final = {locales.normal(code): code for code in settings.NOTIFYHUB_BUYERS_LANGUAGES}


def values_of(message: Message, locale: str) -> dict[str, Any]:
    """What the words of a reminder may say besides: which one it is, where to say why. One query.

    The reasons are in the language of the mail.
    """
    rules = basket_rules.rules_of(store_id=message.store_id)
    values: dict[str, Any] = {"step": step_of(message.about)}
    if not rules.asks_why or message.is_test:
        return values
    language = _LANGUAGES[locales.resolve([locale, message.store.locale], _LANGUAGES)]
    with translation.override(language):
        offered = choices_of(rules)
    values["survey_url"] = survey_url(message)
    values["survey"] = [
        {"label": label, "url": survey_url(message, code)} for code, label in offered
    ]
    return values


def choices_of(rules: Rules) -> list[tuple[str, str]]:
    """The reasons that a store offers, with their words in the language that is on."""
    shown = [(str(why), str(why.label)) for why in Why if why in rules.reasons]
    own = [(f"{OWN}{number}", words) for number, words in enumerate(rules.own_reasons, 1)]
    last = [each for each in shown if each[0] == Why.OTHER]
    return [*(each for each in shown if each not in last), *own, *last]


def survey_urls(message: Message) -> set[str]:
    """All addresses by which this message may ask; none for what reminds of no basket."""
    if message.kind != NotificationKind.ABANDONED_CHECKOUT:
        return set()
    own = [f"{OWN}{number}" for number in range(1, MOST_OWN + 1)]
    return {survey_url(message, why) for why in ("", *map(str, Why), *own)}


def with_discount(url: str, code: str) -> str:
    """The way back to the basket, where Shopify takes the code into it by itself.

    Where it leads stays: only our parameter is added. One of the same name is the shop's own.
    """
    if not url or not code:
        return url
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return url
    if any(name == "discount" for name, _value in parse_qsl(parts.query, keep_blank_values=True)):
        return url
    added = f"discount={quote(code, safe='')}"
    query = f"{parts.query}&{added}" if parts.query else added
    return urlunsplit(parts._replace(query=query))
