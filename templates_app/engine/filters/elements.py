"""Filters that make HTML elements. What they are given is escaped; addresses are checked."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any, Final

from liquid import Markup, escape
from liquid.filter import with_context
from liquid.undefined import is_undefined

from templates_app.engine.filters import assets, dates
from templates_app.engine.filters.words import http_url

_HIGHLIGHTS: Final = 1_000
_ATTRIBUTE: Final = re.compile(r"(?:aria-|data-)?[a-z][a-z-]{0,30}")


def link_to(words: object, url: object = "", title: object = "", **named: object) -> object:
    """An `<a>`; only the words where the address may not be followed."""
    address = http_url(url)
    if not address:
        return _text(words)
    more = {"title": title, **named} if _text(title) else named
    return Markup('<a{} href="{}">{}</a>').format(_attributes(more), address, _text(words))


def script_tag(url: object, *_args: object, **_named: object) -> str:
    """Nothing: mails run no scripts."""
    del url
    return ""


def stylesheet_tag(url: object, *_args: object, media: object = "all", **_named: object) -> object:
    address = http_url(url)
    if not address:
        return ""
    return Markup('<link href="{}" rel="stylesheet" type="text/css" media="{}" />').format(
        address, _text(media)
    )


@with_context
def time_tag(
    value: object, shape: object = "", *_args: object, context: Any, **named: Any
) -> object:
    """A `<time>`: shown in the language of the mail, with the moment for machines."""
    exact = named.pop("datetime", None) or "%Y-%m-%dT%H:%M:%SZ"
    usual = {"format": "date_at_time"} if not _text(shape) and "format" not in named else {}
    shown = dates.date_filter(value, shape or None, context=context, **(usual or named))
    machine = dates.date_filter(_as_utc(value, context, exact), str(exact), context=context)
    if not shown:
        return ""
    return Markup('<time datetime="{}">{}</time>').format(machine, shown)


def highlight(text: object, term: object = "", *_args: object) -> object:
    """The term in the text as `<strong class="highlight">`, whatever its case."""
    words, sought = _text(text), _text(term)
    if not sought or len(sought) > 200 or words.lower().count(sought.lower()) > _HIGHLIGHTS:
        return words
    parts = re.split(f"({re.escape(sought)})", words, flags=re.IGNORECASE)
    marked = Markup('<strong class="highlight">{}</strong>')
    return Markup("").join(
        marked.format(part) if index % 2 else escape(part) for index, part in enumerate(parts)
    )


def payment_type_svg_tag(name: object, *_args: object, **named: object) -> object:
    """The icon as a picture: mail clients draw no SVG."""
    url = assets.payment_type_img_url(name)
    if not url:
        return ""
    return Markup('<img{} src="{}" alt="{}">').format(_attributes(named), url, _text(name))


def metafield_text(field: object, *_args: object, **named: object) -> str:
    """The value of a metafield as words."""
    value = field.get("value") if isinstance(field, Mapping) else field
    kind = str(field.get("type", "")) if isinstance(field, Mapping) else ""
    return _metafield_words(value, kind, _text(named.get("field")))


def metafield_tag(field: object, *_args: object, **named: object) -> object:
    """The value of a metafield in the element that Shopify gives its type."""
    value = field.get("value") if isinstance(field, Mapping) else field
    kind = str(field.get("type", "")) if isinstance(field, Mapping) else ""
    if isinstance(value, list):
        items = Markup("").join(Markup("<li>{}</li>").format(_text(each)) for each in value)
        name = Markup("ol" if named.get("list_format") == "ordered" else "ul")
        return Markup('<{0} class="metafield-{1}_array">{2}</{0}>').format(
            name, kind.removeprefix("list."), items
        )
    words = _metafield_words(value, kind, _text(named.get("field")))
    if kind == "url":
        return link_to(words, words, **{"class": "metafield-url"})
    name = Markup("div" if kind in ("rich_text_field", "json") else "span")
    return Markup('<{0} class="metafield-{1}">{2}</{0}>').format(
        name, kind or "single_line_text_field", words
    )


def structured_data(value: object, *_args: object) -> str:
    """Nothing: our own linked data describe the order, see linked_data.py."""
    del value
    return ""


def attach_as_pdf(value: object, *_args: object) -> str:
    """Nothing to be seen: in Shopify it hangs a document on the mail, which we do not make."""
    del value
    return ""


def payment_method(value: object, *_args: object) -> str:
    """The name of a way to pay, from a transaction or as text."""
    if isinstance(value, Mapping):
        details = value.get("payment_details")
        company = details.get("credit_card_company") if isinstance(details, Mapping) else None
        return _text(company or value.get("gateway_display_name") or value.get("gateway"))
    return _text(value)


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "link_to": link_to,
    "script_tag": script_tag,
    "stylesheet_tag": stylesheet_tag,
    "preload_tag": script_tag,
    "time_tag": time_tag,
    "highlight": highlight,
    "payment_type_svg_tag": payment_type_svg_tag,
    "metafield_text": metafield_text,
    "metafield_tag": metafield_tag,
    "structured_data": structured_data,
    "attach_as_pdf": attach_as_pdf,
    "payment_method": payment_method,
}


def _attributes(named: Mapping[str, object]) -> Markup:
    made = Markup("")
    for name, value in named.items():
        if _ATTRIBUTE.fullmatch(name) and not name.startswith("on") and name not in ("href", "src"):
            made += Markup(' {}="{}"').format(name, _text(value))
    return made


def _as_utc(value: object, context: Any, exact: object) -> object:
    moment = dates.moment_of(value, context.options.now)
    return moment.astimezone(UTC) if moment and str(exact).endswith("Z") else value


def _metafield_words(value: object, kind: str, field: str) -> str:
    if isinstance(value, list):
        words = [_metafield_words(each, "", field) for each in value]
        return (
            ", ".join(words[:-1]) + f", and {words[-1]}" if len(words) > 2 else " and ".join(words)
        )
    if isinstance(value, Mapping):
        if field and field in value:
            return _metafield_words(value[field], "", "")
        if "value" in value:
            unit = _text(value.get("unit"))
            return f"{_text(value['value'])} {unit}".strip()
        return ""
    return str(value).lower() if isinstance(value, bool) else _text(value)


def _text(value: object) -> str:
    return "" if value is None or is_undefined(value) else str(value)
