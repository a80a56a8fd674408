"""The checks of a result: the split, what must not become worse, and what was left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.standing import ArmFacts
from analytics.stats.data import Harm
from common import pieces
from desk.experiments import guards, strips
from desk.experiments.case import Case
from desk.experiments.figures import decimal, grouped, percent
from templates_app.models import Guardrail


@dataclass(frozen=True, slots=True)
class Ratio:
    """Whether the arms were given as planned."""

    badge: SafeString
    strip: SafeString
    words: str


def sample_ratio(case: Case) -> Ratio:
    balance = case.analysis.balance
    whole, planned = sum(balance.counts) or 1, sum(balance.expected) or 1
    badge = (
        pieces.state(_("Not as planned"), tone="bad", symbol="fail")
        if case.is_broken
        else pieces.state(_("As planned"), tone="good", symbol="check")
    )
    shares = [
        (arm.label, count / whole, percent(count / whole, 2))
        for arm, count in zip(case.standing.arms, balance.counts, strict=True)
    ]
    between = _(" to ")
    said = {
        "planned": between.join(_bare(share / planned) for share in balance.expected),
        "evidence": guards.evidence(balance.evidence),
    }
    words = _(
        "Planned %(planned)s. Evidence of a fault %(evidence)s; alarm at 100 freezes the verdict."
    )
    return Ratio(badge, strips.ratio(shares), words % said)


def _bare(share: float) -> str:
    """`50`, `33.3`: a share of a hundred without its sign."""
    value = round(share * 100, 1)
    return decimal(value, 0 if value.is_integer() else 1)


@dataclass(frozen=True, slots=True)
class Guard:
    """One guardrail of one arm beside the control."""

    words: str
    arm: str
    control_count: str
    arm_count: str
    evidence: str
    badge: SafeString


@dataclass(frozen=True, slots=True)
class Guards:
    title: str
    finding: str
    rows: list[Guard]
    has_several: bool
    left_out: str


def guard_rows(case: Case) -> Guards:
    harms = case.standing.harms
    several = case.has_several
    label = case.label(case.comparisons[0].arm)
    alarms = sum(harm.is_alarm for harm in harms)
    names = {harm.guardrail for harm in harms}
    if alarms:
        finding = ngettext("%(n)s alarm", "%(n)s alarms", alarms) % {"n": alarms}
    else:
        finding = ngettext(
            "No sign of it in %(n)s guardrail", "No sign of it in %(n)s guardrails", len(names)
        ) % {"n": len(names)}
    worst_first = sorted(harms, key=lambda harm: not harm.is_alarm)
    return Guards(
        title=_("Do they do harm") if several else _("Does %(arm)s do harm") % {"arm": label},
        finding=finding if harms else "",
        rows=[_guard(case, harm) for harm in worst_first],
        has_several=several,
        left_out=_left_out(case.standing.arms),
    )


def _guard(case: Case, harm: Harm) -> Guard:
    if harm.is_alarm:
        badge = pieces.state(_("Harm"), tone="bad", symbol="alert")
    else:
        badge = pieces.state(_("No sign of harm"), tone="good", symbol="check")
    return Guard(
        words=str(Guardrail(harm.guardrail).label),
        arm=case.label(harm.arm),
        control_count=grouped(harm.control_count),
        arm_count=grouped(harm.arm_count),
        evidence=guards.evidence(harm.evidence),
        badge=badge,
    )


def _left_out(arms: Sequence[ArmFacts]) -> str:
    """Machines and resends, which count for nobody."""
    clicks = [arm.machine_clicks for arm in arms]
    opens = [arm.machine_opens for arm in arms]
    resent = sum(arm.resent for arm in arms)
    number = grouped
    lines = []
    if sum(clicks):
        words = _("%(n)s machine clicks left out, %(by)s.")
        lines.append(words % {"n": number(sum(clicks)), "by": _by_arm(arms, clicks)})
    if sum(opens):
        words = _("%(n)s machine opens left out, %(by)s.")
        lines.append(words % {"n": number(sum(opens)), "by": _by_arm(arms, opens)})
    if resent:
        words = ngettext("%(n)s resend left out.", "%(n)s resends left out.", resent)
        lines.append(words % {"n": number(resent)})
    return " ".join(lines) or _("No machine click and no resend had to be left out.")


def _by_arm(arms: Sequence[ArmFacts], counts: Sequence[int]) -> str:
    said = [
        _("%(n)s in %(arm)s") % {"n": grouped(count), "arm": arm.label}
        for arm, count in zip(arms, counts, strict=True)
    ]
    return _(" and ").join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
