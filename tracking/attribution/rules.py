"""Attribution v1: which message an order is credited to. Pure rules over touches and evidence.

# Note [Attribution v1]
A touch is a click of a person on a message of the store, and counts for orders placed after it, up
to the window's end and including it. Opens never earn credit. Evidence, the strongest first: the
message's token came along with the order; the order's checkout is the one that the message
reminded of; the same person clicked; or only our name as the source. Direct proof beats likeness:
`nh_last` takes the latest touch of the strongest evidence there is, `nh_first` the earliest of all,
`store_last` the last visit that was not direct, if it was ours. `assisted` is our last touch where
somebody else's visit came later; `recovered` is the reminder of the very checkout that became the
order, clicked or not. Ties: the later touch, then the later message.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

DEFAULT_DAYS: Final = 7
SHORTEST_DAYS: Final = 1
LONGEST_DAYS: Final = 30
FROZEN_AFTER: Final = timedelta(hours=48)  # the window's end

_SUBSCRIPTIONS: Final = frozenset({"subscription_contract", "subscription_contract_checkout_one"})
_SUBSCRIPTION_TAGS: Final = frozenset({"subscription recurring order"})


class Model(StrEnum):
    """Answers to "which message?", side by side. They are never added up."""

    NH_LAST = "nh_last"
    NH_FIRST = "nh_first"
    STORE_LAST = "store_last"
    ASSISTED = "assisted"
    RECOVERED = "recovered"


class Evidence(StrEnum):
    TOKEN = "TOKEN"  # noqa: S105 - no password: a message's name in an address
    CHECKOUT = "CHECKOUT"
    PERSON = "PERSON"
    UTM = "UTM"


_STRENGTH: Final[Mapping[Evidence, int]] = {
    evidence: -place for place, evidence in enumerate(Evidence)
}


class Exclusion(StrEnum):
    """Why an order is nobody's, whatever was clicked."""

    TEST = "TEST"
    POS = "POS"
    DRAFT = "DRAFT"
    SUBSCRIPTION = "SUBSCRIPTION"


@dataclass(frozen=True, slots=True)
class Terms:
    """A store's own choices."""

    window: timedelta = timedelta(days=DEFAULT_DAYS)
    counts_pos: bool = False
    counts_drafts: bool = False
    counts_subscriptions: bool = False


@dataclass(frozen=True, slots=True)
class Touch:
    """A person clicked a message. `order_id`: the order that the message is about."""

    message_id: int
    at: datetime
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """A message's token came along with the order: in its landing address, cart or journey."""

    message_id: int
    sent_at: datetime
    at: datetime | None = None  # of the visit, where it is known
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to the shop before the order, as the shop tells it."""

    at: datetime
    is_direct: bool
    message_id: int | None = None
    is_ours: bool = False  # by its source; the message may not be known
    template: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """All that is known of an order when it is asked whose it is."""

    order_id: int
    placed_at: datetime
    source_name: str = ""
    is_test: bool = False
    tags: frozenset[str] = frozenset()  # in small letters
    touches: Sequence[Touch] = ()
    proofs: Sequence[Proof] = ()
    visits: Sequence[Visit] = ()  # in order of time
    # Reminders, handed over before, of the checkout that became this order: (message, sent at).
    reminders: Sequence[tuple[int, datetime]] = ()


@dataclass(frozen=True, slots=True)
class Credit:
    """To a message; or to a template only, where the message is not known."""

    evidence: Evidence
    message_id: int | None = None
    touch_at: datetime | None = None  # None: it came by the message's link, at an unknown time
    template: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    credits: Mapping[Model, Credit] = field(default_factory=dict)
    exclusion: Exclusion | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    message_id: int
    at: datetime
    evidence: Evidence
    is_timed: bool = True

    def credit(self) -> Credit:
        return Credit(self.evidence, self.message_id, self.at if self.is_timed else None)


def decide(case: Case, terms: Terms) -> Decision:
    """Whose order it is, by each model. See Note [Attribution v1]."""
    exclusion = exclusion_of(case, terms)
    if exclusion:
        return Decision(exclusion=exclusion)
    candidates = _candidates(case, terms.window)
    last_visit = next((visit for visit in reversed(case.visits) if not visit.is_direct), None)
    credits: dict[Model, Credit] = {}
    if candidates:
        strongest = max(_STRENGTH[each.evidence] for each in candidates)
        best = [each for each in candidates if _STRENGTH[each.evidence] == strongest]
        credits[Model.NH_LAST] = max(best, key=_lateness).credit()
        credits[Model.NH_FIRST] = min(candidates, key=_earliness).credit()
    elif named := _template_named(case, terms.window):
        credits[Model.NH_LAST] = credits[Model.NH_FIRST] = named
    if last_visit and (credit := _credit_of_visit(last_visit, candidates, credits)):
        credits[Model.STORE_LAST] = credit
    elif last_visit and not last_visit.is_ours and Model.NH_LAST in credits:
        credits[Model.ASSISTED] = credits[Model.NH_LAST]
    if reminders := _reminders(case, terms.window):
        message_id, _sent_at = max(reminders, key=lambda each: (each[1], each[0]))
        credits[Model.RECOVERED] = Credit(Evidence.CHECKOUT, message_id)
    return Decision(credits)


def exclusion_of(case: Case, terms: Terms) -> Exclusion | None:
    """Why it is nobody's order; None if it may be somebody's."""
    source = case.source_name.strip().lower()
    if case.is_test:
        return Exclusion.TEST
    if source == "pos" and not terms.counts_pos:
        return Exclusion.POS
    if source == "shopify_draft_order" and not terms.counts_drafts:
        return Exclusion.DRAFT
    is_renewal = source in _SUBSCRIPTIONS or bool(case.tags & _SUBSCRIPTION_TAGS)
    if is_renewal and not terms.counts_subscriptions:
        return Exclusion.SUBSCRIPTION
    return None


def _candidates(case: Case, window: timedelta) -> list[_Candidate]:
    proven = {proof.message_id for proof in case.proofs}
    reminded = {message_id for message_id, _sent_at in case.reminders}
    found = [
        _Candidate(touch.message_id, touch.at, _evidence_of(touch, proven, reminded))
        for touch in case.touches
        if touch.order_id != case.order_id and touch.at < case.placed_at <= touch.at + window
    ]
    touched = {each.message_id for each in found}
    for proof in case.proofs:
        if proof.order_id == case.order_id:
            continue
        found += _proven(proof, case.placed_at, window, is_touched=proof.message_id in touched)
    return found


def _evidence_of(touch: Touch, proven: set[int], reminded: set[int]) -> Evidence:
    if touch.message_id in proven:
        return Evidence.TOKEN
    return Evidence.CHECKOUT if touch.message_id in reminded else Evidence.PERSON


def _proven(
    proof: Proof, placed_at: datetime, window: timedelta, *, is_touched: bool
) -> Iterable[_Candidate]:
    """The visit itself is a touch. Where its time is not known, and no click was seen, the window
    runs from when the message was sent."""
    if proof.at is not None:
        if proof.at <= placed_at <= proof.at + window:
            yield _Candidate(proof.message_id, proof.at, Evidence.TOKEN)
    elif not is_touched and proof.sent_at < placed_at <= proof.sent_at + window:
        yield _Candidate(proof.message_id, placed_at, Evidence.TOKEN, is_timed=False)


def _reminders(case: Case, window: timedelta) -> list[tuple[int, datetime]]:
    return [
        (message_id, sent_at)
        for message_id, sent_at in case.reminders
        if sent_at < case.placed_at <= sent_at + window
    ]


def _template_named(case: Case, window: timedelta) -> Credit | None:
    """Our name as the source of a visit, though no message can be told: credit to its template."""
    for visit in reversed(case.visits):
        is_within = visit.at <= case.placed_at <= visit.at + window
        if visit.is_ours and visit.template and is_within:
            return Credit(Evidence.UTM, template=visit.template, variant=visit.variant)
    return None


def _credit_of_visit(
    visit: Visit, candidates: Sequence[_Candidate], credits: Mapping[Model, Credit]
) -> Credit | None:
    """What the shop's own last visit earns: only what we may credit as well."""
    if visit.message_id is not None:
        same = [each for each in candidates if each.message_id == visit.message_id]
        return max(same, key=_lateness).credit() if same else None
    named = credits.get(Model.NH_LAST)
    return named if visit.is_ours and named and named.message_id is None else None


def _lateness(candidate: _Candidate) -> tuple[datetime, int]:
    return candidate.at, candidate.message_id


def _earliness(candidate: _Candidate) -> tuple[datetime, int]:
    return candidate.at, -candidate.message_id
