"""A rule as one sentence that a person can read aloud, in the language of the open page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from automations import definitions
from automations.actions import MODES, SENDABLE
from automations.data import Condition, Definition, Group, Part
from automations.fields import FIELDS
from automations.models import Rule
from automations.triggers import FACTS, PARCEL_STATES, UTM_FIELDS, WEEKDAYS
from automations.vocabulary import Choices, Field, Type
from common.money import format_money, to_minor


def sentence(rule: Rule) -> str:
    """The whole rule: when, if, then. No query."""
    return sentence_of(definitions.kept(rule.definition))


def sentence_of(definition: Definition) -> str:
    """As `sentence`, of a definition that is no rule yet."""
    parts = {
        "when": trigger_words(definition.trigger),
        "if": conditions_words(definition),
        "then": actions_words(definition.actions),
    }
    said = _("%(when)s, and %(if)s, %(then)s.") if parts["if"] else _("%(when)s, %(then)s.")
    whole = said % parts
    return whole + _ONCE[definition.once_per]()


def trigger_words(trigger: Part) -> str:
    """ "When an order gets the tag “vip”"."""
    make = _WHEN.get(trigger.type)
    return make(trigger.values) if make else trigger.type


def conditions_words(definition: Definition) -> str:
    """All that has to hold; "" where nothing has to."""
    said = [group_words(each) for each in definition.conditions]
    return _in_a_row(said, is_any=definition.match == "ANY")


def condition_words(condition: Condition) -> str:
    """ "its total is at least 1 000,00 kr"."""
    field = FIELDS.get(condition.field)
    if field is None:  # of a newer release
        return f"{condition.field} {condition.op} {condition.value}"
    if field.type is Type.FLAG:
        is_so = condition.value is True
        return str(field.label) if is_so else _("not: %(what)s") % {"what": field.label}
    said = _OF_FIELDS.get((field.name, condition.op)) or _OPERATORS[condition.op]
    return str(said) % {"field": field.label, "value": _value_words(field, condition.value)}


def actions_words(actions: Sequence[Part]) -> str:
    """ "tag it “vip”, wait 3 days and send “Request for a review”"."""
    return _in_a_row([action_words(each) for each in actions], is_any=False)


def action_words(action: Part) -> str:
    make = _THEN.get(action.type)
    return make(action.values) if make else action.type


def duration_words(text: str) -> str:
    """ "5d" → "5 days"."""
    count = int(text[:-1])
    said = {
        "m": ngettext("%(n)s minute", "%(n)s minutes", count),
        "h": ngettext("%(n)s hour", "%(n)s hours", count),
        "d": ngettext("%(n)s day", "%(n)s days", count),
        "w": ngettext("%(n)s week", "%(n)s weeks", count),
    }[text[-1]]
    return said % {"n": count}


def group_words(each: Condition | Group) -> str:
    """A condition, or a group of them in brackets."""
    if isinstance(each, Condition):
        return condition_words(each)
    said = [condition_words(one) for one in each.conditions]
    whole = _in_a_row(said, is_any=each.match == "ANY")
    return _("(%(these)s)") % {"these": whole} if len(said) > 1 else whole


def _in_a_row(said: Sequence[str], *, is_any: bool) -> str:
    if len(said) < 2:
        return "".join(said)
    pattern = _("%(first)s or %(last)s") if is_any else _("%(first)s and %(last)s")
    return pattern % {"first": ", ".join(said[:-1]), "last": said[-1]}


def _label(choices: Choices, code: Any) -> str:
    return str(dict(choices).get(code, code))


def _value_words(field: Field, value: Any) -> str:
    if isinstance(value, list):
        return _in_a_row([_value_words(field, each) for each in value], is_any=True)
    if field.type is Type.MONEY and isinstance(value, Mapping):
        minor = to_minor(value["amount"], value["currency"])
        return format_money(minor, value["currency"], translation.get_language() or "en")
    if field.type is Type.DURATION:
        return duration_words(str(value))
    if field.choices:
        return _quoted(_label(field.choices, value))
    if field.type in (Type.TEXT, Type.TAG):
        return _quoted(str(value))
    return str(value)


def _quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": text}


# Each a whole clause, so that every language has its own order of words.
_OPERATORS: Final = {
    "is": gettext_lazy("%(field)s is %(value)s"),
    "is_not": gettext_lazy("%(field)s is not %(value)s"),
    "is_one_of": gettext_lazy("%(field)s is %(value)s"),
    "is_none_of": gettext_lazy("%(field)s is neither %(value)s"),
    "contains": gettext_lazy("%(field)s contains %(value)s"),
    "contains_not": gettext_lazy("%(field)s does not contain %(value)s"),
    "begins_with": gettext_lazy("%(field)s begins with %(value)s"),
    "is_empty": gettext_lazy("%(field)s is empty"),
    "is_given": gettext_lazy("%(field)s is given"),
    "has": gettext_lazy("%(value)s is among: %(field)s"),
    "has_not": gettext_lazy("%(value)s is not among: %(field)s"),
    "at_least": gettext_lazy("%(field)s is at least %(value)s"),
    "at_most": gettext_lazy("%(field)s is at most %(value)s"),
    "more_than": gettext_lazy("%(field)s is more than %(value)s"),
    "less_than": gettext_lazy("%(field)s is less than %(value)s"),
    "longer_than": gettext_lazy("%(field)s more than %(value)s ago"),
    "shorter_than": gettext_lazy("%(field)s less than %(value)s ago"),
}
# Said more simply than their operators would say it.
_OF_FIELDS: Final = {
    ("tags", "has"): gettext_lazy("it has the tag %(value)s"),
    ("tags", "has_not"): gettext_lazy("it has not the tag %(value)s"),
    ("tags", "is_empty"): gettext_lazy("it has no tags"),
    ("tags", "is_given"): gettext_lazy("it has a tag"),
    ("customer_tags", "has"): gettext_lazy("the customer has the tag %(value)s"),
    ("customer_tags", "has_not"): gettext_lazy("the customer has not the tag %(value)s"),
    ("country", "is"): gettext_lazy("it goes to %(value)s"),
    ("country", "is_not"): gettext_lazy("it does not go to %(value)s"),
    ("country", "is_one_of"): gettext_lazy("it goes to %(value)s"),
}


def _when_fact(values: Mapping[str, Any]) -> str:
    own = _FACTS.get(values["kind"])
    if own:
        return _(own)
    return _("When this happens: %(what)s") % {"what": _label(FACTS, values["kind"])}


def _when_tagged(values: Mapping[str, Any]) -> str:
    if values["tag"] == "*":
        return _("When an order gets any tag")
    return _("When an order gets the tag “%(tag)s”") % {"tag": values["tag"]}


def _when_ref(values: Mapping[str, Any]) -> str:
    if values["ref"] == "*":
        return _("When a link with a ref brought the buyer")
    return _("When a link with the ref “%(ref)s” brought the buyer") % {"ref": values["ref"]}


def _when_utm(values: Mapping[str, Any]) -> str:
    what = _label(UTM_FIELDS, values["field"])
    if values["value"] == "*":
        return _("When a campaign with any %(what)s brought the buyer") % {"what": what}
    said = _("When a campaign with the %(what)s “%(value)s” brought the buyer")
    return said % {"what": what, "value": values["value"]}


def _when_parcel(values: Mapping[str, Any]) -> str:
    state = _label(PARCEL_STATES, values["state"])
    return _("When a parcel comes to stand at “%(state)s”") % {"state": state}


def _when_silent(values: Mapping[str, Any]) -> str:
    count = values["days"]
    said = ngettext(
        "When nothing was heard of an open order for %(n)s day",
        "When nothing was heard of an open order for %(n)s days",
        count,
    )
    return said % {"n": count}


def _when_scheduled(values: Mapping[str, Any]) -> str:
    about = {"at": values["at"], "n": values["within"]}
    if values["every"] == "WEEK":
        about["day"] = _label(WEEKDAYS, values["weekday"])
        return _("Each %(day)s at %(at)s, for orders of the last %(n)s days") % about
    return _("Each day at %(at)s, for orders of the last %(n)s days") % about


_FACTS: Final = {
    "ORDER_PLACED": gettext_noop("When an order is placed"),
    "ORDER_PAID": gettext_noop("When an order is paid"),
    "ORDER_CANCELLED": gettext_noop("When an order is cancelled"),
    "ORDER_EDITED": gettext_noop("When an order is edited"),
    "ORDER_REFUNDED": gettext_noop("When money is refunded"),
    "ORDER_FULFILLED": gettext_noop("When goods are sent off"),
    "MESSAGE_CLICKED": gettext_noop("When a link of a message is followed"),
    "MESSAGE_OPENED": gettext_noop("When a message is opened"),
    "MESSAGE_BOUNCED": gettext_noop("When a message comes back"),
    "PROMISE_CHANGED": gettext_noop("When what was promised changes"),
    "FEEDBACK_GIVEN": gettext_noop("When the buyer gives feedback"),
    "BUYER_ASKED": gettext_noop("When the buyer asks for something"),
}
_WHEN: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "fact": _when_fact,
    "tag_added": _when_tagged,
    "ref": _when_ref,
    "utm": _when_utm,
    "parcel": _when_parcel,
    "promise_at_risk": lambda _values: _("When a promise is at risk"),
    "silence": _when_silent,
    "schedule": _when_scheduled,
}


def _then_wait(values: Mapping[str, Any]) -> str:
    about = {"time": duration_words(values["duration"])}
    said = _("wait %(time)s") % about
    if values.get("then") == "OPENING":
        said = _("wait %(time)s and until the store works") % about
    if values.get("is_rechecked"):
        said = _("%(wait)s (then only if all that still holds)") % {"wait": said}
    return said


def _then_task(values: Mapping[str, Any]) -> str:
    about = {"title": values["title"]}
    if not values.get("due_in"):
        return _("give staff the task “%(title)s”") % about
    about["time"] = duration_words(values["due_in"])
    return _("give staff the task “%(title)s”, to be done within %(time)s") % about


def _then_mode(values: Mapping[str, Any]) -> str:
    said = {
        "OFF": gettext_noop("send no “%(kind)s” for it"),
        "SHOPIFY_SENDS": gettext_noop("leave “%(kind)s” to Shopify for it"),
        "WE_SEND": gettext_noop("send “%(kind)s” ourselves for it"),
    }
    assert set(said) == {code for code, _label_ in MODES}  # noqa: S101 - one clause for each
    words = said[values["mode"]]
    return _(words) % {"kind": _label(SENDABLE, values["kind"])}


def _then_note(values: Mapping[str, Any]) -> str:
    text = values["text"] if len(values["text"]) <= 60 else values["text"][:59].rstrip() + "…"
    if values.get("is_for_packers"):
        return _("note for packers “%(text)s”") % {"text": text}
    return _("note “%(text)s”") % {"text": text}


_THEN: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "send": lambda values: _("send “%(kind)s”") % {"kind": _label(SENDABLE, values["kind"])},
    "tag_order": lambda values: _("tag it “%(tag)s”") % {"tag": values["tag"]},
    "untag_order": lambda values: _("take the tag “%(tag)s” from it") % {"tag": values["tag"]},
    "tag_customer": lambda values: _("tag the customer “%(tag)s”") % {"tag": values["tag"]},
    "untag_customer": lambda values: (
        _("take the tag “%(tag)s” from the customer") % {"tag": values["tag"]}
    ),
    "note": _then_note,
    "wait": _then_wait,
    "task": _then_task,
    "webhook": lambda values: _("tell %(url)s") % {"url": values["url"]},
    "set_mode": _then_mode,
}
_ONCE: Final[Mapping[str, Callable[[], str]]] = {
    "FACT": lambda: "",
    "ORDER": lambda: " " + _("Once for each order."),
    "CUSTOMER": lambda: " " + _("Once for each customer."),
}
