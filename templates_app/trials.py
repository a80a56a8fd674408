"""Drafts are rendered and checked in a bounded child: nobody has vouched for them yet.

The functions ending in `_here` are the child's halves.
"""

import hashlib
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from templates_app.data import Rendered
from templates_app.engine import bounded, environment
from templates_app.engine.environment import Place, TemplateError
from templates_app.previewing import DraftWords
from templates_app.rendering import options_for, render
from templates_app.samples import SAMPLES

Sources = Mapping[str, Mapping[str, str]]  # locale: {"subject", "preheader", "short", "html"}

SECONDS: Final = 1.0
_SECONDS_AT_MOST: Final = 10.0
_TRIED_ON: Final = ("plain", "rich")


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What is wrong with a source: `part` is "subject" or "html"."""

    locale: str
    part: str
    place: Place
    is_warning: bool = False  # Shopify forgives it, so do we


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One render that is wanted: in which language, with which values."""

    locale: str
    context: dict[str, Any]


def render_draft(
    *, sources: Sources, brand: Mapping[str, Any], locale: str, context: dict[str, Any]
) -> Rendered:
    """One mail of words that nobody has published; TemplateError where they cannot be rendered."""
    made = render_drafts(
        sources=sources, brand=brand, trials=[Trial(locale=locale, context=context)]
    )[0]
    if isinstance(made, Place):
        raise TemplateError(made)
    return made


def render_drafts(
    *, sources: Sources, brand: Mapping[str, Any], trials: Sequence[Trial]
) -> list[Rendered | Place]:
    """Many mails of the same words in one go; a Place instead of each that cannot be rendered.

    The whole may take a second for the first and a quarter for each other; TemplateError beyond.
    """
    seconds = min(SECONDS + 0.25 * (len(trials) - 1), _SECONDS_AT_MOST)
    payload = {
        "sources": sources,
        "brand": brand,
        "trials": [{"locale": trial.locale, "context": trial.context} for trial in trials],
        "seconds": seconds * 0.7,
    }
    answer = bounded.call("render", payload, seconds=seconds)
    return [_outcome(made) for made in answer["made"]]


def check_sources(
    sources: Sources, *, is_strict: bool = False, samples: Iterable[str] = _TRIED_ON
) -> list[Complaint]:
    """Everything wrong with the words: what does not parse, or fails on orders of every sort.

    Strictly, what Shopify forgives is wrong too; otherwise it comes back as a warning.
    """
    payload = {"sources": sources, "is_strict": is_strict, "samples": list(samples)}
    seconds = min(SECONDS * max(len(sources), 1), _SECONDS_AT_MOST)
    answer = bounded.call("check", payload, seconds=seconds)
    return [Complaint(**{**each, "place": Place(**each["place"])}) for each in answer["complaints"]]


def render_here(payload: dict[str, Any]) -> dict[str, Any]:
    sources, brand = payload["sources"], payload["brand"]
    text = json.dumps([sources, brand], sort_keys=True)
    words = DraftWords(
        fingerprint=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        locales=list(sources),
        sources=sources,
        brand=brand,
    )
    ends_at = time.monotonic() + payload["seconds"]
    made = []
    for trial in payload["trials"]:
        try:
            if time.monotonic() > ends_at:
                raise TemplateError(Place(message="took too long, with those before it"))
            mail = render(revision=words, locale=trial["locale"], context=trial["context"])
        except Exception as error:  # one of many that cannot be rendered costs only itself
            if len(payload["trials"]) == 1:
                raise
            made.append({"refused": asdict(environment.place_of(error))})
        else:
            made.append({"mail": asdict(mail)})
    return {"made": made}


def check_here(payload: dict[str, Any]) -> dict[str, Any]:
    complaints: list[Complaint] = []
    for locale, source in payload["sources"].items():
        for part in ("subject", "html"):
            complaints += _complaints(
                locale, part, source.get(part, ""), payload["is_strict"], payload["samples"]
            )
    return {"complaints": [asdict(each) for each in complaints]}


def _complaints(
    locale: str, part: str, source: str, is_strict: bool, samples: Iterable[str]
) -> list[Complaint]:
    try:
        program = environment.parse(source, strict=is_strict, escape=part == "html")
    except TemplateError as error:
        return [Complaint(locale=locale, part=part, place=error.place)]
    found = [
        Complaint(locale=locale, part=part, place=place, is_warning=True)
        for place in program.warnings
    ]
    failed: dict[Place, None] = {}
    for name in samples:
        sample = SAMPLES[name]()
        try:
            problems = program.render(sample, options_for(sample, locale)).problems
        except TemplateError as error:
            problems = (error.place,)
        failed.update(dict.fromkeys(problems))
    return found + [Complaint(locale=locale, part=part, place=place) for place in failed]


def _outcome(made: dict[str, Any]) -> Rendered | Place:
    if "refused" in made:
        return Place(**made["refused"])
    mail = made["mail"]
    return Rendered(**{**mail, "problems": tuple(mail["problems"])})
