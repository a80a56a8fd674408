"""The one line that says a message shortly: what a text message holds, and a notice on a device."""

from typing import Any, Final

from common import locales
from templates_app import catalogue
from templates_app.context_spec import assert_plain
from templates_app.data import ShortText
from templates_app.engine import budgets, environment
from templates_app.engine.environment import Program, TemplateError
from templates_app.rendering import (
    CannotRender,
    FrozenWords,
    clean_line,
    clean_subject,
    options_for,
    resolve_locale,
    with_ours,
)

SHORT_CHARACTERS: Final = 1000  # what services take is 1600; links are still to be shortened
_CACHED_PROGRAMS: Final = 512
_parsed: dict[tuple[str, str, str], tuple[Program, Program]] = {}


def render_short(
    *, revision: FrozenWords, kind: str, locale: str, context: dict[str, Any]
) -> ShortText:
    """Title and line of a frozen text. Raises rendering.CannotRender.

    A revision from before there were short texts says ours for the kind, in its language.
    """
    assert_plain(context)
    chosen = resolve_locale(locale, "", revision.locales)
    subject, line = _programs(revision, kind, chosen)
    values = with_ours(context, revision.brand)
    options = options_for(context, chosen)
    try:
        with budgets.running():  # one clock for both
            title = subject.render(values, options)
            text = line.render(values, options)
    except TemplateError as error:
        raise CannotRender(f"The template cannot be rendered for this order: {error}") from error
    return ShortText(
        title=clean_subject(title.text),
        text=clean_line(text.text, SHORT_CHARACTERS),
        locale=chosen,
        problems=tuple(str(place) for place in (*title.problems, *text.problems)),
    )


def default_short(kind: str, locale: str) -> str:
    """Our own line for the kind: Liquid, English where a language lacks it; "" without words."""
    words = catalogue.kind_words(kind)
    if words is None:
        return ""
    tag = locales.resolve([locale], words.strings)
    return words.texts_for(catalogue.SUBJECT, tag).get("short", "")


def _programs(revision: FrozenWords, kind: str, locale: str) -> tuple[Program, Program]:
    """Subject and line, parsed once. See rendering._programs."""
    key = (revision.fingerprint, kind, locale)
    kept = _parsed.get(key)
    if kept is None:
        source = revision.sources[locale]
        line = source.get("short", "").strip() or default_short(kind, locale)
        kept = (
            environment.parse(source["subject"], escape=False),
            environment.parse(line, escape=False),
        )
        while len(_parsed) >= _CACHED_PROGRAMS:
            _parsed.pop(next(iter(_parsed)), None)
        _parsed[key] = kept
    return kept
