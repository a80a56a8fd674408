"""How right the rules are over the corpus: by hits, and by what a message is counted as."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.tracking.corpus import machines, people
from tests.tracking.corpus.tape import Tape
from tests.tracking.corpus.visitors import GMAIL, YAHOO
from tracking.verdicts.data import Kind, Verdict
from tracking.verdicts.rules import judge

SEED = 20261122
TIMES = 10


@dataclass
class Score:
    """Of hits or of signs, how many are what, and were called what."""

    called: Counter[tuple[bool, bool]] = field(default_factory=Counter)  # (is machine, called so)
    reasons: Counter[str] = field(default_factory=Counter)

    def note(self, *, is_machine: bool, is_called_machine: bool) -> None:
        self.called[is_machine, is_called_machine] += 1

    @property
    def human_precision(self) -> float:
        """Of what is called a person's, how much is."""
        right, wrong = self.called[False, False], self.called[True, False]
        return right / (right + wrong) if right + wrong else 1.0

    @property
    def human_recall(self) -> float:
        right, wrong = self.called[False, False], self.called[False, True]
        return right / (right + wrong) if right + wrong else 1.0

    @property
    def machine_recall(self) -> float:
        right, wrong = self.called[True, True], self.called[True, False]
        return right / (right + wrong) if right + wrong else 1.0

    def counts(self, is_machine: bool) -> tuple[int, int]:
        """How many there are, and how many of them were called so."""
        right = self.called[is_machine, is_machine]
        return right + self.called[is_machine, not is_machine], right


@dataclass
class Measured:
    hits: Score = field(default_factory=Score)
    signs: Score = field(default_factory=Score)  # "was opened (followed) by a person"
    proxies: Score = field(default_factory=Score)
    by_trace: dict[str, Score] = field(default_factory=dict)


def tapes(seed: int = SEED, times: int = TIMES) -> Iterator[tuple[str, Tape]]:
    """The corpus; a name that is both a person's and a machine's would hide one of them."""
    for trace, count in [*machines.ALL.items(), *people.ALL.items()]:
        for number in range(count * times):
            yield trace.__name__, trace(Random(f"{seed} {trace.__name__} {number}"))


def measure(seed: int = SEED, times: int = TIMES) -> Measured:
    measured = Measured()
    for name, tape in tapes(seed, times):
        verdicts = judge(tape.hits, tape.facts)
        own = measured.by_trace.setdefault(name, Score())
        _note_hits(measured, own, tape, verdicts)
        for kind in (Kind.OPEN, Kind.CLICK):
            _note_sign(measured.signs, kind, tape, verdicts)
    return measured


def _note_hits(measured: Measured, own: Score, tape: Tape, verdicts: list[Verdict | None]) -> None:
    for hit, is_machine, verdict in zip(tape.hits, tape.is_machine, verdicts, strict=True):
        if verdict is None:
            continue
        is_proxy = hit.agent in (*GMAIL, *YAHOO)
        for score in [measured.hits, own, *([measured.proxies] if is_proxy else [])]:
            score.note(is_machine=is_machine, is_called_machine=not verdict.who.is_person)
            score.reasons[verdict.why] += 1


def _note_sign(score: Score, kind: Kind, tape: Tape, verdicts: list[Verdict | None]) -> None:
    """What the figures count: whether any person did it."""
    mine = [place for place, hit in enumerate(tape.hits) if hit.kind is kind]
    if not mine:
        return
    found = [verdict.who for place in mine if (verdict := verdicts[place])]
    score.note(
        is_machine=all(tape.is_machine[place] for place in mine),
        is_called_machine=not any(who.is_person for who in found),
    )
