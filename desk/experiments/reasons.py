"""The lines beneath a verdict: where the truth lies, what an ordinary test says, why."""

import math
from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analytics.stats.data import Comparison
from desk.experiments.case import Case
from desk.experiments.figures import in_hundred, p_value, percent


def plain(words: str) -> SafeString:
    return format_html("{}", words)


def rich(words: str, **figures: object) -> SafeString:
    """A sentence whose figures stand out and stay on one line."""
    shown = {name: format_html('<b class="num">{}</b>', one) for name, one in figures.items()}
    return format_html(words, **shown)


def truth(case: Case, one: Comparison) -> SafeString:
    """Between which bounds the truth lies, and how often that rule is right."""
    if not (math.isfinite(one.effect.low) and math.isfinite(one.effect.high)):
        return plain(_("How far off the truth may lie cannot be said yet."))
    if case.has_several:
        words = _(
            "For %(arm)s the truth lies between {bounds}, by a rule that is right in %(n)s of 100 "
            "tests for all variants together."
        )
    else:
        words = _(
            "By this test’s rule the truth lies between {bounds}, a rule that is right in %(n)s "
            "of 100 tests."
        )
    said = {"arm": case.label(one.arm), "n": in_hundred(1 - case.analysis.design.alpha)}
    low, high = case.measure.signed(one.effect.low), case.measure.signed(one.effect.high)
    return rich(words % said, bounds=_("%(low)s and %(high)s") % {"low": low, "high": high})


def ordinary(case: Case, one: Comparison) -> tuple[SafeString, ...]:
    """What a test would say that may be looked at once; people have such a calculator open."""
    if not math.isfinite(one.ordinary_p):
        return ()
    if one.ordinary_p < 0.05:
        words = _(
            "An ordinary test would already cheer (%(p)s), but it must not be looked at early, "
            "and this one is."
        )
    else:
        words = _("An ordinary test would see no difference either (%(p)s).")
    return (plain(words % {"p": p_value(one.ordinary_p)}),)


def luck(case: Case, one: Comparison) -> SafeString:
    return plain(
        _("Winners look better than they are: expect about %(effect)s.")
        % {"effect": case.measure.signed(one.shrunken)}
    )


def stores(case: Case) -> tuple[SafeString, ...]:
    if not case.stores_disagree:
        return ()
    words = _(
        "The stores differ by more than luck: look at them one by one before you give one variant "
        "to all."
    )
    return (plain(words),)


def chances(case: Case, picked: int) -> list[SafeString]:
    """How likely the picked arm is the better one, and what it costs if it is not."""
    one = case.leader if picked == 0 else case.analysis.comparison(picked)
    chance = one.chance_to_beat if picked else 1 - one.chance_to_beat
    loss = one.loss_if_chosen if picked else one.loss_if_kept
    return [
        rich(
            _("The chance that {arm} is the better one is {n} in 100."),
            arm=case.label(picked),
            n=in_hundred(chance),
        ),
        plain(
            _("Where that is wrong, expect to lose %(amount)s.")
            % {"amount": case.measure.amount(loss)}
        ),
    ]


def split(case: Case) -> SafeString:
    balance = case.analysis.balance
    return rich(
        _("Planned {planned}, given {given}: luck does that in fewer than 1 of 100 tests."),
        planned=shares(case, balance.expected),
        given=shares(case, balance.counts),
    )


def shares(case: Case, counts: Sequence[float], places: int = 1) -> str:
    """`A 52.1 %, B 47.9 %`."""
    whole = sum(counts) or 1
    return pgettext("between items of a list", ", ").join(
        f"{arm.label} {percent(count / whole, places)}"
        for arm, count in zip(case.standing.arms, counts, strict=True)
    )
