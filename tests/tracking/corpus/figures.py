"""The tables of docs/tracking.md, measured over the corpus: no figure is typed by hand.

python -m tests.tracking.corpus.figures

Run it after each change of the rules or the corpus; tests/tracking/test_corpus.py compares.
"""

from collections.abc import Iterator
from inspect import getdoc
from pathlib import Path
from typing import Final

from tests.tracking.corpus import machines, people
from tests.tracking.corpus.measuring import SEED, Measured, Score, measure
from tracking.verdicts.data import VERSION

PAGE: Final = Path(__file__).resolve().parents[3] / "docs/tracking.md"
BEGIN: Final = "<!-- figures of the corpus, written by tests/tracking/corpus/figures.py -->\n"
END: Final = "<!-- end of figures -->\n"


def written(page: str, measured: Measured) -> str:
    """The page with these figures."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + "\n" + "\n".join(_lines(measured)) + "\n\n" + END + after


def _lines(measured: Measured) -> Iterator[str]:
    count = sum(counts_of(score) for score in measured.by_trace.values())
    yield f"Rules {VERSION}, seed {SEED}, {count:,} hits."
    yield ""
    yield "| | human precision | human recall | machine recall |"
    yield "|---|--:|--:|--:|"
    yield _total("hits", measured.hits)
    yield _total("messages (opened or followed by a person, or not)", measured.signs)
    yield _total("opens through Gmail's and Yahoo's proxies", measured.proxies)
    for title, traces, is_machine in (
        ("what machines do", machines.ALL, True),
        ("what people do", people.ALL, False),
    ):
        yield ""
        yield f"| {title} | hits | recognised | by |"
        yield "|---|--:|--:|---|"
        for trace in traces:
            score = measured.by_trace[trace.__name__]
            yield _trace(trace.__name__, getdoc(trace) or "", score, is_machine=is_machine)


def counts_of(score: Score) -> int:
    return sum(score.called.values())


def _total(name: str, score: Score) -> str:
    shares = (score.human_precision, score.human_recall, score.machine_recall)
    return f"| {name} | {' | '.join(f'{share:.2%}' for share in shares)} |"


def _trace(name: str, doc: str, score: Score, *, is_machine: bool) -> str:
    count, right = score.counts(is_machine)
    words = f"**{name.replace('_', ' ')}** {doc.splitlines()[0] if doc else ''}".strip()
    reasons = ", ".join(reason for reason, _count in score.reasons.most_common(4))
    return f"| {words} | {count:,} | {right / count:.1%} | {reasons} |"


def write() -> None:
    PAGE.write_text(written(PAGE.read_text(), measure()))


if __name__ == "__main__":
    write()
