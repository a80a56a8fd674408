"""Make notifyhub_client/rest anew from docs/openapi.yaml, or say whether it is stale (`--check`).

Of the description three things are left out. Refusals: the client raises them, so that what a
function returns is what was asked for. `?fields=` and If-None-Match: an answer with parts missing,
or with nothing in it, fits no type. And defaults: the server knows better what it means that the
caller says nothing.
"""

import filecmp
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import yaml

HERE: Final = Path(__file__).resolve().parent
MADE: Final = HERE.parent / "notifyhub_client" / "rest"
DESCRIPTION: Final = HERE.parents[2] / "docs" / "openapi.yaml"
STAMP: Final = "MADE_FROM"
LEFT_OUT: Final = {"fields", "#/components/parameters/If-None-Match"}


def stamp() -> str:
    """What the generated code was made from: description, templates, settings, this file."""
    digest = hashlib.sha256(DESCRIPTION.read_bytes())
    sources = [path for path in HERE.rglob("*") if path.suffix in {".py", ".yaml", ".jinja"}]
    for path in sorted(sources):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def is_stale() -> bool:
    made_from = MADE / STAMP
    return not made_from.exists() or made_from.read_text().strip() != stamp()


def for_the_client(document: dict[str, Any]) -> dict[str, Any]:
    """The description without refusals, partial answers and defaults."""
    for path in document["paths"].values():
        for deed in path.values():
            deed["responses"] = {
                status: answer for status, answer in deed["responses"].items() if status < "300"
            }
            if "parameters" in deed:
                kept = [each for each in deed["parameters"] if _name(each) not in LEFT_OUT]
                deed["parameters"] = kept
                for each in kept:
                    each.get("schema", {}).pop("default", None)
    for shape in document["components"]["schemas"].values():
        for part in shape.get("properties", {}).values():
            part.pop("default", None)
    return document


def _name(parameter: dict[str, Any]) -> str:
    return str(parameter.get("$ref") or parameter["name"])


def generate(target: Path) -> None:
    with tempfile.TemporaryDirectory() as directory:
        described, made = Path(directory) / "openapi.json", Path(directory) / "rest"
        document = yaml.load(DESCRIPTION.read_text(), yaml.CSafeLoader)
        described.write_text(json.dumps(for_the_client(document)))
        _run(
            *("-m", "openapi_python_client", "generate", "--path", str(described)),
            *("--meta", "none", "--output-path", str(made), "--fail-on-warning"),
            *("--config", str(HERE / "config.yaml")),
            *("--custom-template-path", str(HERE / "templates")),
        )
        same = ("--quiet", "--isolated", "--line-length", "100", str(made))
        _run("-m", "ruff", "check", "--fix-only", "--select", "I,F401", *same)
        _run("-m", "ruff", "format", *same)
        (made / STAMP).write_text(stamp() + "\n")
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(made, target, ignore=shutil.ignore_patterns("__pycache__", ".ruff_cache"))


def _run(*arguments: str) -> None:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments[:3])} failed:\n{done.stdout}{done.stderr}")


def differs(made: Path, other: Path) -> list[str]:
    """Files of one folder that the other lacks, or has otherwise."""
    files = {
        path.relative_to(root)
        for root in (made, other)
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    _same, changed, missing = filecmp.cmpfiles(made, other, map(str, files), shallow=False)
    return sorted(changed + missing)


def main() -> int:
    if "--check" not in sys.argv[1:]:
        generate(MADE)
        return 0
    with tempfile.TemporaryDirectory() as directory:
        fresh = Path(directory) / "rest"
        generate(fresh)
        stale = differs(fresh, MADE)
    if stale:
        print(f"The client is stale in {len(stale)} files, such as {stale[0]}. Run script/client.")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
