"""Each filter upon big texts, big lists and odd values."""

from collections.abc import Iterator
from typing import Any, Final

from tests.templates_app.hostile.making import Case, big, deep

_TEXT_FILTERS: Final = (
    "append: 'x'", "base64_decode", "base64_encode", "base64_url_safe_decode",
    "base64_url_safe_encode", "camelcase", "capitalize", "downcase", "escape", "escape_once",
    "format_code", "handleize", "hex_to_rgba", "highlight: 'a'", "hmac_sha256: 'x'", "http_url",
    "json", "link_to: 'https://x.example'", "lstrip", "md5", "newline_to_br",
    "pluralize: 'a', 'b'", "remove: 'a'", "remove_first: 'a'", "remove_last: 'a'",
    "replace: 'a', 'b'", "replace: '', 'yy'", "replace_first: 'a', 'b'",
    "replace_last: 'a', 'b'", "rstrip", "sha1", "sha256", "size", "slice: 0, 99999", "split: ''",
    "split: ' '", "split: 'a'", "squish", "strip", "strip_html", "strip_newlines", "t",
    "time_tag", "truncate: 9999", "truncatewords: 9999", "upcase", "url_decode", "url_encode",
    "url_escape", "url_param_escape", "color_to_rgb", "date: '%Y'", "money", "img_tag",
    "image_url: width: 5", "payment_type_img_url", "default: 'x'",
)  # fmt: skip
_LIST_FILTERS: Final = (
    "compact", "compact: 'a'", "concat: words", "find: 'a', 'b'", "find_index: 'a'", "first",
    "has: 'a'", "join", "join: 'aaaaaaaaaaaaaaaaaaaa'", "last", "map: 'a'", "reject: 'a'",
    "reverse", "size", "slice: 0, 9999", "sort", "sort: 'a'", "sort_natural",
    "sort_natural: 'a'", "sum", "sum: 'a'", "uniq", "uniq: 'a'", "where: 'a'", "where: 'a', 'b'",
    "json", "upcase",
)  # fmt: skip
_OUR_FILTERS: Final = (
    "address_lines", "format_address", "money_with_currency", "money_without_currency",
    "money_without_trailing_zeros", "percent", "json_ld", "unit_price_with_measurement",
    "weight_with_unit", "metafield_tag", "metafield_text", "payment_method", "structured_data",
    "img_url", "product_img_url", "image_tag", "asset_url", "shopify_asset_url", "file_url",
    "cdn_asset_url", "payment_icon_png_url", "attach_as_pdf", "script_tag", "stylesheet_tag",
    "color_darken: 5", "color_mix: '#fff', 5", "color_contrast: '#000'", "at_least: 5",
    "at_most: 5", "plus: 1", "times: 2", "divided_by: 3", "modulo: 4", "round: 2", "ceil",
    "floor", "abs",
)  # fmt: skip


_OFTEN: Final = 40
_SIGNS: Final = {
    "letters": "x", "emoji": "😀", "tags": "<b>", "openings": "<", "words": " a",
    "newlines": "\n", "percents": "%41", "entities": "&amp;",
}  # fmt: skip
_ODD: Final[dict[str, Any]] = {
    "nothing": None,
    "a truth": True,
    "a number": 7,
    "a fraction": 0.1,
    "much": 10**40,
    "infinity": float("inf"),
    "no number": float("nan"),
    "empty text": "",
    "half text": "\ud800",
    "a list": [1, "a", None, {}, []],
    "a mixed dict": {"a": None, "": 1, "first": {}, "size": "x"},
    "lists in lists": [[[[[[[["x"]]]]]]]],
    "a deep one": deep(400),
    "a bottomless one": deep(4_000),
    "the class": "__class__",
    "a null": "\x00",
    "a date": "2026-13-45T99:99:99Z",
}


def filters() -> Iterator[tuple[str, Case]]:
    """On much text and long lists, once and often."""
    for shape, sign in _SIGNS.items():
        for name in _TEXT_FILTERS:
            source = big(sign, 14) + f"{{% assign r = big | {name} %}}{{{{ r }}}}"
            yield f"{name} on {shape}", Case(source)
    for name in _TEXT_FILTERS:
        work = f"{{% for i in (1..{_OFTEN}) %}}{{% assign r = big | {name} %}}{{% endfor %}}"
        yield f"{name} on a big text, often", Case(big("<a ", 13) + work)
    many = "{% assign many = (1..9999) | join: ',' | split: ',' %}"
    for name in _LIST_FILTERS:
        work = f"{{% for i in (1..{_OFTEN}) %}}{{% assign r = many | {name} %}}{{% endfor %}}"
        yield f"{name} on a big list, often", Case(many + work, {"words": ["x"] * 5_000})
    for vector in ("<script", "<style", "<!--", "<" * 20, "</", "<script></style"):
        grow = f"{{% assign big = '{vector}' %}}" + "{% assign big = big | append: big %}" * 14
        work = "{% for i in (1..20) %}{{ big | strip_html | size }}{% endfor %}"
        yield f"strip_html on {vector}", Case(grow + work)


def odd_values() -> Iterator[tuple[str, Case]]:
    """What no filter expects, to every filter."""
    everything = " ".join(
        f"{{{{ v | {name} }}}}{{{{ v | {name}: v }}}}{{{{ v | {name}: v, v, v }}}}"
        for name in (*_TEXT_FILTERS, *_LIST_FILTERS, *_OUR_FILTERS)
    )
    for kind, value in _ODD.items():
        yield f"every filter on {kind}", Case(everything, {"v": value})
    below = {"v": deep(5_000), "w": deep(5_000)}
    yield "a bottomless value printed", Case("{{ v }}{{ v.a }}{{ v.a[0].a }}", below)
    yield "a bottomless value as JSON", Case("{{ v | json }}", below)
    compared = "{% if v == w %}x{% endif %}{% if v contains w %}{% endif %}"
    yield "a bottomless value compared", Case(compared, below)
    twice: dict[str, Any] = {"v": _holding_itself_twice()}
    yield "a list that holds itself twice", Case("{{ v | size }}{{ v | first | size }}", twice)
    yield "a list that holds itself twice, printed", Case("{{ v }}", twice)
    for name in ("join", "json", "sum", "sort", "map: 'a'", "uniq", "upcase", "concat: v"):
        yield f"{name} of a list that holds itself twice", Case(f"{{{{ v | {name} }}}}", twice)
    for word in ("__class__", "__init__.__globals__", "mro", "constructor", "_state", "items"):
        source = f"{{{{ a.{word} }}}}{{{{ a['{word}'] }}}}"
        yield f"reaching for {word}", Case(source, {"a": {"b": 1}})


def _holding_itself_twice() -> Any:
    lists: Any = ["x"]
    for _ in range(900):
        lists = [lists, lists]
    return lists
