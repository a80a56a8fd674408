"""A frozen revision and a context become subject, HTML and text: the last step before sending."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

import css_inline

from common import locales
from common.errors import DomainError
from templates_app import ways
from templates_app.cleaning import check_depth, check_page, clean_html
from templates_app.context_spec import assert_plain
from templates_app.data import Rendered
from templates_app.engine import budgets, environment
from templates_app.engine.environment import Options, Output, TemplateError
from templates_app.linked_data import linked_data
from templates_app.plain_text import promo_share, text_of
from templates_app.prepared import USES_BEFORE, Words

SUBJECT_CHARACTERS: Final = 200
_CACHED_WORDS: Final = 512
# What a worker sends is looked at in so many mails, then in some of each so many.
CHECKED_EVERY: Final = 2_000
# Of the invisible format characters a name may need the joiners; the rest only deceive.
_JOINERS: Final = "\u200c\u200d"

# A style element for clients that read it (media queries, dark mode), not to be inlined. css-inline
# would drop it, hence it waits outside.
_KEPT_STYLE: Final = re.compile(r'<style data-css-inline="ignore">.*?</style>', re.DOTALL)

_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
_parsed: dict[tuple[str, str], Words] = {}


class CannotRender(DomainError):
    """The template broke a budget with this order: nothing may be sent from it."""

    code = "cannot-render"


class FrozenWords(Protocol):
    """What rendering needs of a Revision."""

    @property
    def fingerprint(self) -> str: ...
    @property
    def locales(self) -> list[str]: ...
    @property
    def sources(self) -> dict[str, dict[str, str]]: ...
    @property
    def brand(self) -> dict[str, Any]: ...
    @property
    def proof(self) -> Mapping[str, Any]: ...


def resolve_locale(wanted: str, store_locale: str, available: Iterable[str]) -> str:
    """nb-NO → nb → the store's → en, whichever is available first."""
    return locales.resolve((wanted, store_locale), available)


def render(
    *,
    revision: FrozenWords,
    locale: str,
    context: dict[str, Any],
    is_sending: bool = False,
    is_printable: bool = False,
) -> Rendered:
    """Make one mail of a frozen text; the context is checked to be plain data, and not changed.

    Words that are sent often are prepared, which no web request should wait for. `is_printable`:
    the caller has seen that no control character is in the context.
    """
    chosen = resolve_locale(locale, "", revision.locales)
    words = _words(revision, chosen)
    if not is_sending or words.uses % CHECKED_EVERY < USES_BEFORE:
        assert_plain(context)
    values = with_ours(context, revision.brand)
    options = options_for(context, chosen)
    if is_sending and words.is_due():
        words.prepare(values, options, _plain_way)
    try:
        with budgets.running():  # one clock for both
            title = words.title(values, options)
            page = None
            if words.quick:
                page = words.quick.made(values, options, is_printable=is_printable)
            body = Output(page.html, ()) if page else _plain_way(words, values, options)
    except TemplateError as error:
        raise CannotRender(f"The template cannot be rendered for this order: {error}") from error
    return Rendered(
        subject=clean_subject(title.text),
        html=body.text,
        text=page.text if page else text_of(body.text),
        locale=chosen,
        problems=tuple(str(place) for place in (*title.problems, *body.problems)),
        promo_share=promo_share(body.text),
        pieces=page.pieces if page else (),
        is_pressed=page is not None,
    )


def _plain_way(words: Words, values: dict[str, Any], options: Options) -> Output:
    """Liquid, then checked, cleaned and inlined. See Note [Two ways to one page]."""
    body = words.body(values, options)
    check_page(body.text)
    # All but what is proven to need it not: a revision does not know who wrote each of its lines.
    cleaned = clean_html(body.text)
    check_depth(cleaned)
    return Output(inlined(cleaned), body.problems)


def options_for(context: Mapping[str, Any], locale: str) -> Options:
    """How amounts and dates are written; the shop's formats only for the shop's currency."""
    shop = context.get("shop") or {}
    currency = str(context.get("currency") or shop.get("currency") or "USD")
    is_own = currency == shop.get("currency")
    return Options(
        locale=locale,
        currency=currency,
        money_format=str(shop.get("money_format") or "") if is_own else "",
        money_with_currency_format=(
            str(shop.get("money_with_currency_format") or "") if is_own else ""
        ),
    )


def clean_subject(text: str) -> str:
    """One line without control characters, at most 200 long: nothing that could end a header."""
    return clean_line(text, SUBJECT_CHARACTERS)


def clean_line(text: str, most: int) -> str:
    """One line without control characters and at most so long."""
    if text.isprintable():
        return " ".join(text.split())[:most].rstrip()
    kept = (
        " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign
        for sign in text
        if sign in _JOINERS or unicodedata.category(sign) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())[:most].rstrip()


def _words(revision: FrozenWords, locale: str) -> Words:
    """Subject and page, parsed once: parsing is nine tenths of the cost.

    The sources are touched only on a miss, so that a deferred column stays in the database. Lax:
    what was broken has been refused at publishing.
    """
    key = (revision.fingerprint, locale)
    kept = _parsed.get(key)
    if kept is None:
        source = revision.sources[locale]
        kept = Words(
            environment.parse(source["subject"], escape=False),
            environment.parse(source["html"]),
            source["html"],
            proof=ways.proven(revision.proof, locale),
        )
        while len(_parsed) >= _CACHED_WORDS:
            _parsed.pop(next(iter(_parsed)), None)
        _parsed[key] = kept
    return kept


def with_ours(context: dict[str, Any], brand: Mapping[str, Any]) -> dict[str, Any]:
    """The context with what is ours in it: the brand where it names none, and the linked data."""
    ours = dict(context.get("notifyhub") or {})
    ours.setdefault("brand", brand)
    ours["json_ld"] = linked_data(context)
    shop = {**_look(ours["brand"]), **(context.get("shop") or {})}
    return {**context, "shop": shop, "notifyhub": ours}


def _look(brand: Mapping[str, Any]) -> dict[str, Any]:
    """The brand, as Shopify's own templates ask the shop for it."""
    return {
        "email_logo_url": brand.get("logo_url") or None,
        "email_logo_width": brand.get("logo_width"),
        "email_accent_color": brand.get("accent"),
    }


def inlined(html: str) -> str:
    """The page with its styles in the elements; what media queries need stays in the head."""
    if "<style" not in html:
        return html
    kept = [style.replace(' data-css-inline="ignore"', "") for style in _KEPT_STYLE.findall(html)]
    inlined = _inliner.inline(_KEPT_STYLE.sub("", html))
    return inlined.replace("</head>", "".join(kept) + "</head>", 1) if kept else inlined
