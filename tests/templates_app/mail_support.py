"""Which client knows what, from mail_support.json. Run with caniemail's data, renews that.

npm pack caniemail && tar xf caniemail-*.tgz
python -m tests.templates_app.mail_support package/data/caniemail.json
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

TABLE: Final = Path(__file__).with_name("mail_support.json")
_PLATFORMS: Final = {
    "outlook": ("outlook", ("windows",)),
    # Not Gmail's web page for phones: caniemail has it ignore every style, and it is hardly used.
    "gmail": ("gmail", ("desktop-webmail", "ios", "android")),
    "apple": ("apple-mail", ("macos", "ios")),
}
CLIENTS: Final = tuple(_PLATFORMS)
_VERDICTS: Final = {"y": "yes", "a": "partial", "n": "no", "u": "no"}
_FROM_WORST: Final = ("no", "partial", "yes")


def features() -> dict[str, dict[str, str]]:
    """Name → what each client makes of it, and what happens where one does not know it."""
    table: dict[str, dict[str, str]] = json.loads(TABLE.read_text("utf-8"))["features"]
    return table


def refreshed(table: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """The table with today's verdicts; names, fallbacks and what has no entry stay."""
    entries = {entry["slug"]: entry for entry in data["data"]}
    rows = {
        name: {**row, **_verdicts(entries[row["entry"]])} if "entry" in row else row
        for name, row in table["features"].items()
    }
    return {**table, "data_of": data["last_update_date"][:10], "features": rows}


def _verdicts(entry: dict[str, Any]) -> dict[str, str]:
    found = {
        client: _worst(entry["stats"][family], platforms)
        for client, (family, platforms) in _PLATFORMS.items()
    }
    return {**found, "tested_on": entry["last_test_date"]}


def _worst(stats: dict[str, dict[str, str]], platforms: tuple[str, ...]) -> str:
    """Of each platform the newest version counts, of them all the least able."""
    newest = [list(stats[name].values())[-1] for name in platforms if name in stats]
    return min((_VERDICTS[verdict[0]] for verdict in newest), key=_FROM_WORST.index)


def _written(table: dict[str, Any]) -> str:
    """A feature a line, so that a change of one client is a change of one line."""
    about = {key: value for key, value in table.items() if key != "features"}
    head = json.dumps(about, indent=2, ensure_ascii=False).removesuffix("\n}")
    rows = ",\n".join(
        f"    {json.dumps(name)}: {json.dumps(row, ensure_ascii=False)}"
        for name, row in sorted(table["features"].items())
    )
    return f'{head},\n  "features": {{\n{rows}\n  }}\n}}\n'


if __name__ == "__main__":
    newer = refreshed(
        json.loads(TABLE.read_text("utf-8")), json.loads(Path(sys.argv[1]).read_text())
    )
    TABLE.write_text(_written(newer), "utf-8")
