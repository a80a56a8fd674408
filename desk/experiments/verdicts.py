"""What a test says, as a good colleague would say it: one sentence, then why."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.standing import Standing
from analytics.stats.data import Comparison, Outcome, Reason
from desk.experiments import guards, reasons
from desk.experiments.case import Case
from desk.experiments.days import short_day
from desk.experiments.figures import Measure, percent
from desk.experiments.reasons import plain, rich
from templates_app.models import Experiment, Stopping


@dataclass(frozen=True, slots=True)
class Told:
    """The state as a chip, the sentence, and the lines beneath it."""

    chip: str
    tone: str
    symbol: str
    heading: str
    under: tuple[SafeString, ...]


def told(experiment: Experiment, standing: Standing, measure: Measure) -> Told:
    """The one thing to say of a test as it stands: what is wrong first."""
    case = Case.of(experiment, standing, measure)
    if case is None:
        return _no_figures()
    if case.is_broken:
        return _broken(case)
    if any(harm.is_alarm for harm in standing.harms):
        return _harm(case)
    match case.verdict.outcome:
        case Outcome.WINNER:
            return _winner(case)
        case Outcome.CONTROL:
            return _control_wins(case)
        case Outcome.LIKELIER:
            return _picked(case)
        case Outcome.NOT_SHOWN:
            return _not_shown(case)
        case _:
            return _not_yet(case)


def _no_figures() -> Told:
    return Told(
        _("No figures yet"),
        "",
        "clock",
        _("Nobody has been given a mail of this test yet."),
        (plain(_("The next buyers get their variant; figures follow within minutes.")),),
    )


def _broken(case: Case) -> Told:
    return Told(
        _("Frozen: the split is wrong"),
        "bad",
        "scale",
        _("The split went wrong, so nothing may be read from this test."),
        (
            plain(_("The groups differ by more than their words.")),
            reasons.split(case),
            plain(
                _(
                    "Look for what stops one variant before it is handed over, such as words that "
                    "cannot be rendered. Then stop this test and start a new one."
                )
            ),
        ),
    )


def _harm(case: Case) -> Told:
    alarms = [harm for harm in case.standing.harms if harm.is_alarm]
    worst = max(alarms, key=lambda harm: harm.evidence)
    said = {"arm": case.label(worst.arm), "control": case.control}
    return Told(
        _("Does harm"),
        "bad",
        "alert",
        guards.harm_sentence(worst.guardrail) % said,
        (
            rich(
                _("It happened {hits} times with {arm}, and {others} times with {control}."),
                hits=worst.arm_count,
                others=worst.control_count,
                **said,
            ),
            plain(
                _("The evidence is %(evidence)s; the alarm is at 20. Stop, and keep %(control)s.")
                % {"evidence": guards.evidence(worst.evidence), **said}
            ),
        ),
    )


def _winner(case: Case) -> Told:
    leader = case.leader
    if leader.is_simpson:
        return _reversed(case, _("Shown to be better"), "good", "check")
    if case.stores_disagree:
        heading = _("%(arm)s is better by %(amount)s over all stores, but not in each alike.")
    else:
        heading = _("%(arm)s is better by %(amount)s.")
    return Told(
        _("Shown to be better"),
        "good",
        "check",
        heading % _said(case, leader),
        (
            reasons.truth(case, leader),
            plain(_("Zero is outside: that is the proof this test was made for.")),
            reasons.luck(case, leader),
            *reasons.stores(case),
        ),
    )


def _control_wins(case: Case) -> Told:
    if case.has_several:
        heading = _("%(control)s is better than each of the others.")
    else:
        heading = _("%(control)s is better: %(arm)s is worse by %(amount)s.")
    return Told(
        _("Shown to be worse"),
        "bad",
        "x",
        heading % _said(case, case.leader),
        (*(reasons.truth(case, one) for one in case.comparisons), *reasons.stores(case)),
    )


def _not_shown(case: Case) -> Told:
    lines = [reasons.truth(case, one) for one in case.comparisons]
    if case.experiment.least_effect:
        seen = _("A change of %(effect)s would probably have been seen.")
        lines.append(plain(seen % {"effect": percent(case.experiment.least_effect)}))
    lines.append(plain(_("Keep what you like best; a bolder change is worth a new test.")))
    return Told(
        _("No difference shown"),
        "",
        "check",
        _("The test is over, and no difference was found."),
        (*lines, *reasons.stores(case)),
    )


def _picked(case: Case) -> Told:
    if case.experiment.stopping == Stopping.BANDIT:
        return _bandit(case)
    picked = case.verdict.arm or 0
    return Told(
        _("Likelier, not proven"),
        "warn",
        "flask",
        _("%(arm)s is the likelier one, without proof.") % {"arm": case.label(picked)},
        (
            *reasons.chances(case, picked),
            plain(_("This test was set to just pick: it proves nothing, and its report says so.")),
        ),
    )


def _not_yet(case: Case) -> Told:
    leader = case.leader
    if not case.has_begun_to_tell:
        return _early(case)
    if case.experiment.stopping == Stopping.BANDIT:
        return _bandit(case)
    if leader.is_simpson:
        return _reversed(case, _("Not decided"), "warn", "clock")
    if leader.effect.excludes_zero:
        return _between_looks(case)
    return _undecided(case)


def _early(case: Case) -> Told:
    design = case.analysis.design
    if case.has(Reason.TOO_FEW_DAYS):
        heading = ngettext(
            "Too early to say: it has run %(n)s of %(least)s days.",
            "Too early to say: it has run %(n)s of %(least)s days.",
            case.standing.days,
        ) % {"n": case.standing.days, "least": design.least_days}
        why = _("A week has days of all kinds; what Monday shows may be gone on Saturday.")
    elif case.has(Reason.TOO_FEW_UNITS):
        heading = _("Too early to say: too few buyers so far.")
        words = _("Each variant needs at least %(n)s before anything is said.")
        why = words % {"n": design.least_units}
    else:
        heading = _("Too early to say: too little has happened yet.")
        words = _("What counts must have happened at least %(n)s times in each variant.")
        why = words % {"n": design.least_conversions}
    return Told(_("Too early"), "", "clock", heading, (plain(why),))


def _undecided(case: Case) -> Told:
    leader = case.leader
    if case.looks_even(leader):
        heading = _("%(control)s and %(arm)s look the same so far.")
    elif not case.is_ahead(leader):
        heading = _("%(arm)s looks worse by %(amount)s, but it may still be no worse at all.")
    elif case.has_several:
        heading = _("%(arm)s leads by %(amount)s, but none is shown to be better yet.")
    else:
        heading = _("%(arm)s looks better by %(amount)s, but it may still be no better at all.")
    return Told(
        _("Not decided"),
        "warn",
        "clock",
        heading % _said(case, leader),
        (
            reasons.truth(case, leader),
            plain(_("Zero is inside, so nobody has won.")),
            *reasons.ordinary(case, leader),
            *reasons.stores(case),
        ),
    )


def _between_looks(case: Case) -> Told:
    leader = case.leader
    if case.is_ahead(leader):
        heading = _("%(arm)s is ahead by %(amount)s; the next look can prove it.")
    else:
        heading = _("%(arm)s is behind by %(amount)s; the next look can prove it.")
    lines = [reasons.truth(case, leader)]
    if case.next_look:
        words = _("This test decides only at its looks. The next is on %(day)s.")
        lines.append(plain(words % {"day": short_day(case.next_look)}))
    return Told(
        _("Not decided"),
        "warn",
        "clock",
        heading % _said(case, leader),
        (*lines, *reasons.stores(case)),
    )


def _bandit(case: Case) -> Told:
    leader = case.leader
    best = case.arm(leader.arm if case.is_ahead(leader) else 0)
    heading = _("%(arm)s does best so far and is given to %(share)s of buyers.")
    return Told(
        _("Bandit: learns as it goes"),
        "hold",
        "sliders",
        heading % {"arm": best.label, "share": percent(best.weight_bp / 10_000)},
        (
            reasons.truth(case, leader),
            plain(
                _(
                    "It gives more to what does better. That costs less while it runs, and tells "
                    "less exactly how much better it is."
                )
            ),
        ),
    )


def _reversed(case: Case, chip: str, tone: str, symbol: str) -> Told:
    """Simpson's paradox: each store says one thing, and the sum of all the opposite."""
    leader = case.leader
    if case.is_ahead(leader):
        heading = _("Inside the stores %(arm)s is ahead, though the sum of all says the opposite.")
    else:
        heading = _(
            "Inside the stores %(control)s is ahead, though the sum of all says the opposite."
        )
    return Told(
        chip,
        tone,
        symbol,
        heading % _said(case, leader),
        (
            reasons.truth(case, leader),
            rich(
                _(
                    "Adding all up without regard to stores gives {naive}, because they gave the "
                    "variants in different shares. Only the comparison inside each store counts."
                ),
                naive=case.measure.signed(leader.naive),
            ),
        ),
    )


def _said(case: Case, one: Comparison) -> dict[str, str]:
    return {"arm": case.label(one.arm), "control": case.control, "amount": case.amount(one)}
