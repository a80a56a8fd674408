"""The mail beside the editor: of the draft as it stands in the page, saved or not."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from common import locales as tags
from desk import kinds, mails
from desk.editor.crumbs import crumbs_of
from desk.editor.doors import FIRST, Opened, door, read_json, text_of
from desk.editor.locales import language_name
from desk.editor.orders import Values, values_of
from desk.editor.reading import draft_with, read_draft
from messaging import short_words
from stores.models import Store
from templates_app import labels, samples, trials, trying
from templates_app.block_rules import BlockRefused
from templates_app.checking import Draft
from templates_app.composing import locales_of
from templates_app.engine.environment import Place, TemplateError
from templates_app.inheriting import drafts_of
from templates_app.linting import law

if TYPE_CHECKING:
    from templates_app.data import Rendered

CLIPPED_AT: Final = 102_000  # Gmail cuts a mail off there
MATRIX_MAILS: Final = 60
_SCHEME: Final = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.IGNORECASE)
_DECLARED: Final = re.compile(
    r'(<meta name="(?:supported-)?color-schemes?" content=")[^"]*(")|(color-scheme:)light dark'
)
# What a frame with a mail in it may do: show pictures. It runs nothing and sends nothing.
LOCKED: Final = (
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; "
    f"img-src 'self' https: data: {settings.NOTIFYHUB_PICTURES_URL}"
)


@door("POST")
def preview(request: HttpRequest, opened: Opened) -> HttpResponse:
    """One mail of the unsaved draft, what is wrong with it, and what the chosen block reads as."""
    began = time.perf_counter()
    sent = read_json(request)
    values = values_of(opened, sent)
    try:
        draft = read_draft(opened, sent)
    except BlockRefused as refusal:
        return JsonResponse({"mail": None, "complaints": [_refusal_json(refusal)], "reads": None})
    locale = tags.normal(text_of(sent, "locale", 35)) or opened.leading
    tried = trying.try_draft(draft, locale=locale, brand=values.brand, context=values.context)
    chosen = text_of(sent, "chosen", 48)
    is_dark = sent.get("is_dark") is True
    return JsonResponse(
        {
            "mail": mail_json(tried, opened.store, is_dark=is_dark) if tried.mail else None,
            "complaints": [asdict(each) for each in tried.complaints],
            "reads": trying.texts_read(draft, chosen, locales_of(draft.blocks, draft.words)),
            "milliseconds": round((time.perf_counter() - began) * 1000),
        }
    )


def mail_json(tried: trying.Tried, store: Store | None, *, is_dark: bool) -> dict[str, Any]:
    assert tried.mail is not None  # noqa: S101 - asked before
    size = len(tried.mail.html.encode()) + len(tried.mail.text.encode())
    return {
        "html": in_scheme(mails.for_frame(tried.mail.html), is_dark=is_dark),
        "text": tried.mail.text,
        "subject": tried.mail.subject,
        "preheader": tried.preheader,
        "short": tried.short,
        "short_measure": short_words.foretold(tried.short, store),
        "kilobytes": max(1, round(size / 1000)),
        "promo_percent": ceil(tried.mail.promo_share * 100),
        "is_mostly_promo": tried.mail.promo_share > law.MOST_PROMOTION,
        "is_clipped": len(tried.mail.html.encode()) > CLIPPED_AT,
    }


def in_scheme(html: str, *, is_dark: bool) -> str:
    """The mail as a program in that scheme shows it, whatever this machine prefers."""
    wanted = "dark" if is_dark else "light"

    def decided(query: re.Match[str]) -> str:
        return "(min-width:0)" if query[1].lower() == wanted else "(max-width:0)"

    def declared(said: re.Match[str]) -> str:
        return f"{said[1]}{wanted}{said[2]}" if said[1] else f"{said[3]}{wanted}"

    return _DECLARED.sub(declared, _SCHEME.sub(decided, html))


@door("GET")
def alone(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The saved draft as a page of its own, which runs nothing."""
    values = values_of(opened, request.GET)
    draft = _saved_draft(opened, request.GET)
    locale = tags.normal(request.GET.get("locale", "")[:35]) or opened.leading
    tried = trying.try_draft(draft, locale=locale, brand=values.brand, context=values.context)
    if tried.mail is None:
        said = "\n".join(f"{each.block_key}: {each.message}" for each in tried.complaints)
        return HttpResponse(said, status=409, content_type="text/plain; charset=utf-8")
    html = in_scheme(mails.for_frame(tried.mail.html), is_dark="dark" in request.GET)
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = LOCKED
    return response


@door("GET")
def matrix(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The saved draft in all its languages and variants, as a page of small frames."""
    began = time.perf_counter()
    values = values_of(opened, request.GET)
    first, others = drafts_of(opened.template, opened.template.variants.order_by("label"))
    rows = []
    left = MATRIX_MAILS
    for label, blocks in {FIRST: first, **others}.items():
        draft = draft_with(opened, blocks)
        shown = draft.locales[:left]
        left -= len(shown)
        rows.append({"label": label, "mails": _matrix_row(draft, shown, values)})
    offered = samples.for_kind(opened.template.kind)
    return TemplateResponse(
        request,
        "desk/editor_matrix.html",
        {
            **admin.site.each_context(request),
            "title": kinds.words(opened.template.kind),
            "crumbs": [
                *crumbs_of(opened),
                (gettext("All languages and variants"), ""),
            ],
            "opened": opened,
            "rows": rows,
            "samples": [(name, labels.sample_label(name)) for name in offered],
            "sample": request.GET.get("sample") or next(iter(offered)),
            "milliseconds": round((time.perf_counter() - began) * 1000),
        },
    )


def _matrix_row(draft: Draft, locales: list[str], values: Values) -> list[dict[str, Any]]:
    """One variant in each language: all of them in one call of the child."""
    if not locales:
        return []
    made: Sequence[Rendered | Place]
    try:
        made = trials.render_drafts(
            sources={locale: draft.source_in(locale).as_json() for locale in locales},
            brand=values.brand,
            trials=[trials.Trial(locale=locale, context=values.context) for locale in locales],
        )
    except TemplateError as error:
        made = [error.place] * len(locales)
    return [
        {
            "locale": locale,
            "name": language_name(locale),
            "subject": "" if isinstance(mail, Place) else mail.subject,
            "srcdoc": "" if isinstance(mail, Place) else mails.as_srcdoc(mail.html),
            "complaint": str(mail) if isinstance(mail, Place) else "",
        }
        for locale, mail in zip(locales, made, strict=True)
    ]


def _saved_draft(opened: Opened, sent: Mapping[str, Any]) -> Draft:
    first, others = drafts_of(opened.template, opened.template.variants.order_by("label"))
    return draft_with(opened, others.get(text_of(sent, "variant", 8), first))


def _refusal_json(refusal: BlockRefused) -> dict[str, Any]:
    """A setting that cannot be kept, as a complaint with its field."""
    return {
        "block_key": refusal.key,
        "field": refusal.field,
        "message": refusal.complaint,
        "locale": "",
        "text_key": "",
        "line": 1,
        "column": 1,
        "is_fatal": True,
    }
