"""Parts of the buyers, declared before the start: to wonder about, not to decide on."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.stats.data import SegmentEffect
from desk.experiments import strips
from desk.experiments.case import Case
from desk.experiments.figures import grouped, in_hundred


@dataclass(frozen=True, slots=True)
class Group:
    words: str
    arm: str
    given: str
    strip: SafeString
    span: str
    is_notable: bool


@dataclass(frozen=True, slots=True)
class Groups:
    """What to wonder about, in two columns."""

    columns: list[list[Group]]
    words: str
    has_several: bool


def groups(case: Case) -> Groups | None:
    segments = case.standing.segments
    if segments is None or not segments.effects:
        return None
    known = [one for one in segments.effects if one.ordinary is not None]
    spans = strips.spans(
        [
            strips.Span(one.ordinary.estimate, one.ordinary.low, one.ordinary.high)
            for one in known
            if one.ordinary
        ]
    )
    pictures = {id(one): strip for one, strip in zip(known, spans, strict=True)}
    rows = [_group(case, one, pictures.get(id(one), SafeString(""))) for one in segments.effects]
    half = (len(rows) + 1) // 2
    words = ngettext(
        "Exploratory. With %(n)s group, it looks special by luck in %(luck)s of 100 tests.",
        "Exploratory. With %(n)s groups, one looks special by luck in %(luck)s of 100 tests.",
        len(rows),
    ) % {"n": len(rows), "luck": in_hundred(segments.luck)}
    return Groups([rows[:half], rows[half:]], words, case.has_several)


def _group(case: Case, one: SegmentEffect, strip: SafeString) -> Group:
    return Group(
        words=group_words(one.name.dimension, one.name.value),
        arm=case.label(one.arm),
        given=grouped(one.units),
        strip=strip,
        span=case.measure.span(one.ordinary) if one.ordinary else _("too few"),
        is_notable=one.is_notable,
    )


def group_words(dimension: str, value: str) -> str:
    """A group as people call it; markets and languages go by their codes."""
    known = {
        ("returning", "no"): _("First order"),
        ("returning", "yes"): _("Ordered before"),
        ("value", "low"): _("Small orders"),
        ("value", "usual"): _("Orders of usual size"),
        ("value", "high"): _("Large orders"),
    }
    return known.get((dimension, value), value or _("Others"))
