"""Language tags: normal forms, and the chain in which a wanted language falls back."""

from collections.abc import Iterable
from functools import lru_cache

# Norwegian: "no" is the macrolanguage; what people mean and write is bokmål.
_SAME = {
    "no": "nb",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh": "zh-Hans",
    "zh-hans-cn": "zh-Hans",
}


def normal(tag: str) -> str:
    """`nb_NO` → `nb-NO`, `ZH-cn` → `zh-Hans`, `no` → `nb`; an unknown shape stays as it is."""
    clean = tag.strip().replace("_", "-")
    if not clean:
        return ""
    same = _SAME.get(clean.lower())
    if same:
        return same
    language, *rest = clean.split("-")
    language = (
        _SAME.get(language.lower(), language.lower())
        if language.lower() == "no"
        else language.lower()
    )
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest]
    return "-".join([language, *parts])


def chain(wanted: str) -> list[str]:
    """The tags to try for `wanted`, the most exact first: nb-NO → nb; zh-Hans-CN → zh-Hans."""
    return list(_chain(wanted))


@lru_cache(maxsize=1024)
def _chain(wanted: str) -> tuple[str, ...]:
    tag = normal(wanted)
    tried: list[str] = []
    while tag:
        for candidate in (tag, _SAME.get(tag.lower(), tag)):
            if candidate not in tried:
                tried.append(candidate)
        tag = tag.rpartition("-")[0]
    return tuple(tried)


def resolve(wanted: Iterable[str], available: Iterable[str], default: str = "en") -> str:
    """The first available tag on the chains of the wanted ones, in order; else the default."""
    offered = set(available)
    for tag in wanted:
        for candidate in _chain(tag):
            if candidate in offered:
                return candidate
    return default
