"""The figures of docs/scaling.md, written from results/scale.json: none is typed by hand.

    python -m tests.bench.scale_table

Called by script/bench scale at its end; tests/house/test_figures_of_scale.py compares.
"""

import json
import math
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
RESULTS: Final = ROOT / "results/scale.json"
PAGE: Final = ROOT / "docs/scaling.md"
BROKERS: Final = {"valkey": "Valkey", "rabbit": "RabbitMQ"}

# What the arithmetic assumes; said in the page, beside the table.
PEAK: Final = 4  # the busiest second, in times the day's mean
BUSY: Final = 0.7  # of a core, planned for at the peak
DISK_KB: Final = 3.0  # a message with words, tries and timeline, indexes included
DAYS: Final = 400  # that words and messages are kept
BELLS: Final = (
    0.25  # broker messages a mail: bells are shared, and never more than 20 a second each
)
SCALES: Final = (100_000, 1_000_000, 10_000_000, 100_000_000)


def measured_part(found: dict[str, Any]) -> str:
    cores = found["cores_of_each_host"]
    lines = [
        f"{found['processors']} processors, {cores:g} of one for each host; a load of "
        f"{found['load_before']:.0f} before and {found['load_after']:.0f} after.",
        "",
        "| broker | hosts | webhooks kept a second | times | mails a second | times "
        "| CPU a mail, hosts and database |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind, name in _brokers(found):
        for hosts in sorted(key for key in found[kind]["mails"] if key.isdigit()):
            hooks, mails = found[kind]["webhooks"][hosts], found[kind]["mails"][hosts]
            lines.append(
                f"| {name} | {hosts} | {hooks['per_second']:.0f} | {hooks['times']} × "
                f"| {mails['per_second']:.1f} | {mails['times']} × "
                f"| {mails['cpu_ms_a_mail']:.1f} + {mails['database_cpu_ms_a_mail']:.1f} ms |"
            )
    lines += [
        "",
        "| killed | broker | orders answered | mails due | came | lost | came twice "
        "| shown as doubt | the last came |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for kind, name in _brokers(found):
        for what in ("host_killed", "broker_killed"):
            it = found[kind][what]
            lines.append(
                f"| {what.split('_')[0]} | {name} | {it['orders_answered']} "
                f"| {it['mails_expected']} | {it['mails_came']} | {it['lost']} | {it['twice']} "
                f"| {it['shown_as_doubt']} | {it['last_mail_after_seconds']:.0f} s "
                "after the last order |"
            )
    for kind, name in _brokers(found):
        it = found[kind]["host_killed"]
        lines += [
            "",
            f"With {name} the dead host held {_held(it)}; nothing stood under its claims any more "
            f"after {it['taken_over_after_seconds']:.0f} s, of a lease of "
            f"{it['lease_seconds']} s.",
        ]
    return "\n".join(lines)


def _held(it: dict[str, Any]) -> str:
    return f"its part of {it['in_hand_at_death']} messages that all hosts had in hand"


def arithmetic_part(found: dict[str, Any]) -> str:
    """What a day of so many messages needs, by one host's figures of the run."""
    one = found["valkey"]["mails"]["1"]
    lines = [
        "| messages a day | peak a second | cores that send | worker processes "
        "| cores of the database for it | commits a second | WAL a day | disk in "
        f"{DAYS} days | bells a second |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for count in SCALES:
        peak = count / 86_400 * PEAK
        sending = peak * one["cpu_ms_a_mail"] / 1000 / BUSY
        storing = peak * one["database_cpu_ms_a_mail"] / 1000 / BUSY
        lines.append(
            f"| {_short(count)} | {_rounded(peak)} | {_rounded(sending)} "
            f"| {max(math.ceil(sending), 2)} | {_rounded(storing)} "
            f"| {_rounded(peak * one['commits_a_mail'])} "
            f"| {_bytes(count * one['wal_kb_a_mail'])} | {_bytes(count * DAYS * DISK_KB)} "
            f"| {_rounded(peak * BELLS)} |"
        )
    return "\n".join(lines)


def _brokers(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(kind, name) for kind, name in BROKERS.items() if kind in found]


def _short(count: int) -> str:
    return f"{count // 1_000_000} M" if count >= 1_000_000 else f"{count:,}"


def _rounded(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.1f}"


def _bytes(kilobytes: float) -> str:
    for unit in ("kB", "MB", "GB"):
        if kilobytes < 1000:
            return f"{_rounded(kilobytes)} {unit}"
        kilobytes /= 1000
    return f"{_rounded(kilobytes)} TB"


PARTS: Final = {
    "what was measured": measured_part,
    "the arithmetic": arithmetic_part,
}


def written(page: str, found: dict[str, Any]) -> str:
    """The page with the figures of this run."""
    for name, part in PARTS.items():
        begin = f"<!-- {name}, of results/scale.json, written by tests/bench/scale_table.py -->\n"
        end = f"<!-- end of {name} -->\n"
        if begin not in page or end not in page:
            raise ValueError(f"The page has no place for {name}.")
        before, _, rest = page.partition(begin)
        _, _, after = rest.partition(end)
        page = f"{before}{begin}\n{part(found)}\n\n{end}{after}"
    return page


def write() -> None:
    PAGE.write_text(written(PAGE.read_text(), json.loads(RESULTS.read_text())))


if __name__ == "__main__":
    write()
