"""A run over all operations: drawn as it goes, kept as it goes, told at its end."""

import argparse
import hashlib
import json
import platform
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from notifyhub.demo.progress import Progress
from tests.fuzz import figures
from tests.fuzz.ground import make_ground
from tests.fuzz.running import ROOT, SCHEMA, Player, id_of, load_schema, operations
from tests.fuzz.shorthand import Operation

KEPT: Final = ROOT / ".local/fuzz"
SHOWN: Final = 30

Row = dict[str, Any]


def run(asked: argparse.Namespace) -> int:
    """0: nothing amiss. 1: something is. 2: nothing was asked."""
    schema = load_schema()
    wanted = operations(schema, asked.operation)
    if not wanted:
        print(f"No operationId begins with {asked.operation!r}; see docs/openapi.yaml.")
        return 2
    each = max(1, -(-asked.cases // len(wanted)))
    kept = _kept(each, asked)
    rows = _read(kept)
    ground = make_ground(sorted({one.path for one in wanted}))
    player = Player(ground, schema, seed=asked.seed)
    try:
        with kept.open("a") as file:
            for row in _played(player, wanted, each, rows):
                rows[row["operation"]] = row
                file.write(json.dumps(row) + "\n")
                file.flush()
    except KeyboardInterrupt:
        print(f"Stopped; {len(rows)} operations are kept, and the same call goes on from there.")
        return 1
    return _tell([rows[id_of(one)] for one in wanted], asked)


def _played(
    player: Player, wanted: list[Operation], each: int, rows: Mapping[str, Row]
) -> Iterator[Row]:
    """What was not finished before."""
    with Progress("Cases", total=each * len(wanted)) as bar:
        bar.advance(each * len(rows), note=f"{len(rows)} operations kept")
        for operation in wanted:
            if id_of(operation) in rows:
                continue
            began = time.monotonic()
            row = player.play(operation, each, bar.advance).as_json()
            strained = player.strain(operation, lambda: None).as_json()
            row["strained"], row["slowest_strained"] = strained["cases"], strained["slowest"]
            row["findings"] += strained["findings"]
            row["seconds"] = round(time.monotonic() - began, 2)
            yield row
            amiss = sum(len(one["findings"]) for one in rows.values())
            bar.note = f"{len(rows)}/{len(wanted)} operations, {amiss} amiss; {id_of(operation)}"


def _tell(rows: list[Row], asked: argparse.Namespace) -> int:
    findings = [{"cases": row["cases"], **one} for row in rows for one in row["findings"]]
    for one in findings[:SHOWN]:
        print(f"\n{one['operation']}: {one['check']} ({one['count']} of {one['cases']})")
        print(f"  {one['said'][:1000]}\n  {one['request'][:600]}\n  {one['answer'][:600]}")
    if len(findings) > SHOWN:
        print(f"\nand {len(findings) - SHOWN} more")
    summary = summarised(rows, asked.seed)
    print(figures.sentence(summary))
    if not asked.operation:
        figures.RESULTS.write_text(json.dumps(summary, indent=2) + "\n")
        figures.write()
    return 1 if findings else 0


def summarised(rows: list[Row], seed: int) -> Row:
    statuses: Counter[str] = Counter()
    for row in rows:
        statuses.update(row["statuses"])
    slowest = max(rows, key=lambda row: float(row["slowest"]))
    return {
        "at": f"{timezone.now():%Y-%m-%d}",
        "cases": sum(row["cases"] for row in rows),
        "operations": len(rows),
        "operations_with_2xx": sum(any(s[0] == "2" for s in row["statuses"]) for row in rows),
        "strained": sum(row["strained"] for row in rows),
        "findings": sum(len(row["findings"]) for row in rows),
        "statuses": dict(sorted(statuses.items())),
        "slowest_strained": round(max(row["slowest_strained"] for row in rows), 2),
        "slowest": {"operation": slowest["operation"], "seconds": round(slowest["slowest"], 2)},
        "seconds": round(sum(row["seconds"] for row in rows), 1),
        "seed": seed,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("schemathesis", "hypothesis", "django")},
        },
    }


def _kept(each: int, asked: argparse.Namespace) -> Path:
    """What is finished of this very run: with another schema, seed or count it is another one."""
    schema = hashlib.sha256(SCHEMA.read_bytes()).hexdigest()[:8]
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"{schema}-{asked.seed}-{each}.jsonl"
    if asked.fresh:
        kept.unlink(missing_ok=True)
    return kept


def _read(kept: Path) -> dict[str, Row]:
    if not kept.exists():
        return {}
    rows = [json.loads(line) for line in kept.read_text().splitlines()]
    return {row["operation"]: row for row in rows}
