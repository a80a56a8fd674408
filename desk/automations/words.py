"""What rules did, or would have done, in words."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from automations import sentences
from automations.actions import ACTIONS, MODES, SENDABLE
from automations.data import Condition
from automations.fields import FIELDS
from automations.models import Ending, Rule, RuleRun, RuleState, RunState
from automations.triggers import FACTS, TRIGGERS
from common import pieces
from messaging.states import Reason

_REASONS: Final = {
    "NO_ORDER": gettext_lazy("it is about no order"),
    "NOT_REAL": gettext_lazy("it is a test order, or not complete"),
    "NO_WORDS": gettext_lazy("there is no published template for it"),
    "SAID_ALREADY": gettext_lazy("it was said already"),
    "NO_CUSTOMER": gettext_lazy("the order has no customer"),
    "SANDBOX": gettext_lazy("nothing leaves a sandbox store"),
    "UNKNOWN_ACTION": gettext_lazy("this release does not know how"),
}
_WHY_NOT: Final = {
    "NOT_SET_OFF": gettext_lazy("Nothing of this order sets it off."),
    "CONDITIONS": gettext_lazy("Its conditions do not hold."),
    "ONCE": gettext_lazy("It would have run for an earlier one already."),
}
_TONES: Final = {
    RunState.DUE: ("", "clock"),
    RunState.DONE: ("good", "check"),
    RunState.STOPPED: ("hold", "pause"),
    RunState.FAILED: ("bad", "fail"),
}


def badge(rule: Rule) -> SafeString:
    if rule.fused_at:
        return pieces.state(_("On, stopped itself"), tone="warn", symbol="alert")
    if rule.state == RuleState.ON:
        return pieces.state(_("On"), tone="good", symbol="check")
    return pieces.state(_("Off"), tone="hold", symbol="pause")


def run_badge(run: RuleRun) -> SafeString:
    tone, symbol = _TONES[RunState(run.state)]
    return pieces.state(run.get_state_display(), tone=tone, symbol=symbol)


def set_off_by(kind: str) -> str:
    """What set a run off, from its code."""
    trigger = TRIGGERS.get(kind.lower())
    return str(trigger.label) if trigger else str(dict(FACTS).get(kind, kind))


def ending(code: str) -> str:
    return str(Ending(code).label) if code in Ending else ""


def why_not(code: str) -> str:
    return str(_WHY_NOT.get(code, code))


def reason(code: str) -> str:
    """Why a step was not taken: ours, or planning's."""
    known = _REASONS.get(code)
    return str(known) if known else str(dict(Reason.choices).get(code, code))


def step(said: Mapping[str, Any]) -> str:
    """One step and what came of it: "Tag the order “vip”", "Send … – not done: …"."""
    about = _about(said)
    term = ACTIONS.get(str(said.get("action")))
    head = str(term.label) if term else str(said.get("action"))
    whole = f"{head} “{about}”" if about else head
    if said.get("state") == "NOTHING":
        return _("%(step)s: it was so already") % {"step": whole}
    if said.get("state") == "REFUSED":
        why = reason(str(said.get("reason") or ""))
        return _("%(step)s: not done, since %(why)s") % {"step": whole, "why": why}
    return whole


def _about(said: Mapping[str, Any]) -> str:
    kind = str(dict(SENDABLE).get(said.get("kind", ""), said.get("kind", "")) or "")
    if said.get("mode"):
        return f"{kind}: {dict(MODES).get(said['mode'], said['mode'])}"
    if said.get("duration"):
        return sentences.duration_words(said["duration"])
    return kind or str(said.get("tag") or said.get("title") or "")


def seen(each: Mapping[str, Any]) -> tuple[str, str, bool]:
    """A condition in words, what it saw, and whether it held."""
    condition = Condition(each["field"], each["op"], each.get("value"))
    return sentences.condition_words(condition), _seen(each), bool(each.get("holds"))


def _seen(each: Mapping[str, Any]) -> str:
    value = each.get("seen")
    if value is None or value in ("", []):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return f"{value.get('amount', '')} {value.get('currency', '')}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if each["field"] in ("age", "sent_age"):
        hours = int(value) // 3600
        return _("%(days)s d %(hours)s h") % {"days": hours // 24, "hours": hours % 24}
    field = FIELDS.get(each["field"])
    return str(dict(field.choices).get(value, value)) if field else str(value)
