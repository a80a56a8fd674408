"""How mails may be made of frozen words in one language, and why not quicker.

# Note [Proven before it is sent]
Both ways are tried on the samples of the kind, whole and with parts missing, in a child of a
background task after publishing (proving.py); what came of it is kept with the words. A worker
believes it as long as it runs the same release of the code and of the libraries that it rests on.
Words without a proof are tried by each worker itself (prepared.py).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

COMPILED: Final = "compiled"
INTERPRETED: Final = "interpreted"
PRESSED: Final = "pressed"
INLINED: Final = "inlined"
_HERE: Final = Path(__file__).parent
_RESTS_ON: Final = ("python-liquid", "css-inline", "markupsafe")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Liquid by our compiler or by its interpreter; styles once, or inlined mail by mail."""

    engine: str = INTERPRETED
    css: str = INLINED
    engine_reason: str = ""  # why not compiled
    css_reason: str = ""  # why not pressed

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def proven(proof: Mapping[str, Any], locale: str) -> Way | None:
    """What the proof says of a language; None where it is missing or of another release."""
    if proof.get("release") != release():
        return None
    found = proof.get("locales", {}).get(locale)
    return Way(**found) if found else None


def together(proof: Mapping[str, Any]) -> Way | None:
    """The slowest way of all languages, with its reason. Whatever the release: to be shown."""
    ways = [Way(**found) for found in proof.get("locales", {}).values()]
    if not ways:
        return None
    engine = next((way for way in ways if way.engine != COMPILED), ways[0])
    css = next((way for way in ways if way.css != PRESSED), ways[0])
    return Way(
        engine=engine.engine,
        engine_reason=engine.engine_reason,
        css=css.css,
        css_reason=css.css_reason,
    )


@cache
def release() -> str:
    """Of all that a proof rests on: our code for both ways, and the libraries under it."""
    made = hashlib.sha256()
    for path in sorted([*_HERE.glob("*.py"), *(_HERE / "engine").rglob("*.py")]):
        if path.parent != _HERE or path.stem in _OURS:
            made.update(path.read_bytes())
    for name in _RESTS_ON:
        made.update(f"{name} {version(name)}".encode())
    return made.hexdigest()[:16]


_OURS: Final = frozenset({
    "cleaning", "context_spec", "plain_text", "prepared", "pressing", "quick_pages", "rendering",
    "samples", "sample_orders", "sample_parcels", "sample_sales", "sealing", "sealing_names",
    "weaving", "laying_out", "tidying",
})  # fmt: skip
