"""What a person should look at in a mail before signing it off: found by us, judged by them.

Pure: `checklist_of` reads no rows. audit_facts.py gathers what it needs, for many mails at once.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from common import locales
from templates_app.data import BrandData
from templates_app.linting.findings import Finding, Severity
from templates_app.linting.law import PROMOTING_BLOCKS
from templates_app.linting.rules import BY_ID

OLD_AFTER: Final = timedelta(days=365)


class State(StrEnum):
    OK = "OK"
    LOOK = "LOOK"
    BAD = "BAD"


ORDER_OF_STATES: Final = list(State)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a checklist. `data` fills the words, which are made in the reader's language."""

    item: str
    state: State
    data: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"item": self.item, "state": self.state.value, "data": dict(self.data)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is known of one mail, as one store or the agency sends it."""

    kind: str
    published_at: datetime | None = None
    published_brand: Mapping[str, Any] | None = None  # None: it wears the brand of the day
    edited_at: datetime | None = None
    locales: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    blocks: tuple[Mapping[str, Any], ...] = ()
    brand: BrandData = field(default_factory=BrandData)
    languages: tuple[str, ...] = ()  # those that its stores speak
    is_logo_removed: bool = False


def checklist_of(facts: Facts, now: datetime) -> list[Item]:
    """What we find about the mail; the worst first, then in the order that one reads."""
    if facts.published_at is None:
        return [Item(item="NOT_PUBLISHED", state=State.BAD)]
    items = [
        *_age(facts, facts.published_at, now),
        *_brand(facts),
        *_languages(facts),
        *_findings(facts.findings),
        *_promotion(facts.blocks),
    ]
    return sorted(items, key=lambda one: -ORDER_OF_STATES.index(one.state))


def worst_of(items: list[Item]) -> int:
    """0 in order, 1 to look at, 2 to mend: as Audit.Worst."""
    return max((ORDER_OF_STATES.index(item.state) for item in items), default=0)


def in_words(item: Mapping[str, Any]) -> str:
    """A kept line of a checklist, as a sentence for the reader."""
    data = item.get("data") or {}
    code = str(item.get("item"))
    if code == "RULE":
        rule = BY_ID.get(data.get("rule", ""))
        title = str(rule.title) if rule else data.get("rule", "")
        return _("%(title)s: %(words)s") % {"title": title, "words": str(_PLACES % data)}
    words = _WORDS.get((code, str(item.get("state"))))
    return str(words % data) if words else code


def _age(facts: Facts, published_at: datetime, now: datetime) -> Iterator[Item]:
    days = (now - published_at).days
    is_old = now - published_at > OLD_AFTER
    yield Item(item="AGE", state=State.LOOK if is_old else State.OK, data={"n": days})
    is_ahead = facts.edited_at is not None and facts.edited_at > published_at
    yield Item(item="DRAFT", state=State.LOOK if is_ahead else State.OK)


def _brand(facts: Facts) -> Iterator[Item]:
    is_behind = (
        facts.published_brand is not None and facts.published_brand != facts.brand.as_context()
    )
    yield Item(item="BRAND", state=State.LOOK if is_behind else State.OK)
    if facts.is_logo_removed:
        yield Item(item="LOGO_REMOVED", state=State.BAD)
        return
    yield Item(item="LOGO", state=State.OK if facts.brand.logo_url else State.LOOK)


def _languages(facts: Facts) -> Iterator[Item]:
    missing = [
        locale for locale in facts.languages if not set(locales.chain(locale)) & set(facts.locales)
    ]
    state = State.BAD if missing else State.OK
    yield Item(item="LANGUAGES", state=state, data={"missing": ", ".join(missing)})


def _findings(findings: tuple[Finding, ...]) -> Iterator[Item]:
    """What the linter says, a line for each rule; its hints are for the editor."""
    states = {Severity.ERROR: State.BAD, Severity.WARNING: State.LOOK}
    told = [finding for finding in findings if Severity(finding.severity) in states]
    counts = Counter(finding.rule for finding in told)
    by_rule = {finding.rule: states[Severity(finding.severity)] for finding in reversed(told)}
    for rule, state in by_rule.items():
        yield Item(item="RULE", state=state, data={"rule": rule, "n": counts[rule]})
    if not told:
        yield Item(item="LINT", state=State.OK)


def _promotion(blocks: tuple[Mapping[str, Any], ...]) -> Iterator[Item]:
    shown = [
        str(block.get("type"))
        for block in blocks
        if (block.get("settings") or {}).get("is_shown", True)
    ]
    promo = sum(name in PROMOTING_BLOCKS for name in shown)
    share = round(100 * promo / max(len(shown), 1))
    yield Item(item="PROMO", state=State.OK, data={"n": promo, "share": share})


_WORDS: Final = {
    ("NOT_PUBLISHED", "BAD"): gettext_lazy("Nothing is published: buyers get no such mail."),
    ("AGE", "OK"): gettext_lazy("Published within the last year."),
    ("AGE", "LOOK"): gettext_lazy("Published %(n)s days ago. Read it once more, slowly."),
    ("DRAFT", "OK"): gettext_lazy("The draft is what was published."),
    ("DRAFT", "LOOK"): gettext_lazy("The draft was changed after the last publication."),
    ("BRAND", "OK"): gettext_lazy("It wears the brand of today."),
    ("BRAND", "LOOK"): gettext_lazy("The brand has changed since. Publish it again to wear it."),
    ("LOGO", "OK"): gettext_lazy("It has a logo."),
    ("LOGO", "LOOK"): gettext_lazy("There is no logo: the name of the store stands in its place."),
    ("LOGO_REMOVED", "BAD"): gettext_lazy("The logo was removed. Choose another in the brand."),
    ("LANGUAGES", "OK"): gettext_lazy("Each store's own language is there."),
    ("LANGUAGES", "BAD"): gettext_lazy(
        "There are no words in %(missing)s, the language of a store."
    ),
    ("LINT", "OK"): gettext_lazy("The linter finds nothing."),
    ("PROMO", "OK"): gettext_lazy("%(share)s %% of its blocks promote something."),
}
_PLACES: Final = ngettext_lazy("in %(n)s place", "in %(n)s places", "n")
