"""Rewrites the Liquid of a composed mail, tag by tag, into Liquid that Shopify knows.

Our engine escapes what it prints and Shopify's does not: each output is given `escape` here, save
what is markup already.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from templates_app.exporting.names import LISTS, NOTHING, PATHS, Items

_TAG: Final = re.compile(r"(\{\{-?)(.*?)(-?\}\})|(\{%-?)(.*?)(-?%\})", re.DOTALL)
_WORD: Final = re.compile(
    r"""("[^"]*"|'[^']*')|(?<![\w.])([A-Za-z_][\w-]*\??(?:\.[A-Za-z_][\w-]*\??|\[\d+\])*)(?!\s*:)"""
)
_FILTER: Final = re.compile(r"""\|\s*(\w+)((?:"[^"]*"|'[^']*'|[^|"'])*)""")
_FOR: Final = re.compile(r"\s*for\s+(\w+)\s+in\s+([\w.?-]+)(.*)", re.DOTALL)
_ASSIGN: Final = re.compile(r"\s*assign\s+(\w+)\s*=\s*(.*)", re.DOTALL)
_KEYWORDS: Final = frozenset(
    {
        *("if", "elsif", "else", "unless", "case", "when", "for", "in", "assign", "capture"),
        *("and", "or", "contains", "blank", "empty", "nil", "null", "true", "false"),
        *("endif", "endunless", "endcase", "endfor", "endcapture", "break", "continue"),
        *("reversed", "limit", "offset", "comment", "endcomment", "raw", "endraw", "echo"),
        *("cycle", "increment", "decrement", "tablerow", "endtablerow"),
    }
)
# What they give is markup or a number already; `money` may hold a currency's HTML entity.
_NOT_ESCAPED: Final = frozenset(
    {
        *("escape", "escape_once", "newline_to_br", "json", "size", "url_encode"),
        *("money", "money_with_currency", "money_without_currency"),
        *("money_without_trailing_zeros", "unit_price_with_measurement"),
        *("format_address", "img_tag", "image_tag", "link_to", "payment_type_svg_tag"),
        *("script_tag", "stylesheet_tag"),
    }
)
_DEFAULT: Final = re.compile(r"\s*\|\s*default:[^|]*$")  # what a list of ours gives way to
_ADDRESS: Final = (
    "| format_address | replace: '<br>', '§' | strip_html | strip_newlines | split: '§'"
)


@dataclass(slots=True)
class Translation:
    """What is known while going through the tags of one mail."""

    brand: Mapping[str, Any]
    json_ld: str
    percent: str = " | append: '%'"  # filters that make "4,875 %" of 4.875, as the language does
    shop_query: str = ""  # what links to the shop get behind them
    aliases: dict[str, str] = field(default_factory=dict)  # name → our path it stands for
    markup: set[str] = field(default_factory=set)  # names that hold markup
    loops: list[tuple[str, Items | None]] = field(default_factory=list)

    def run(self, source: str) -> str:
        return _TAG.sub(self._tag, source)

    def _tag(self, tag: re.Match[str]) -> str:
        if tag[1]:
            return self._output(tag[1], tag[2], tag[3])
        return self._statement(tag[4], tag[5], tag[6])

    def _output(self, opens: str, inside: str, closes: str) -> str:
        if inside.strip() == "notifyhub.json_ld | json_ld":
            return self.json_ld
        baked = self._baked(inside.strip())
        if baked is not None and "'" not in baked and '"' not in baked:
            return baked.replace("&", "&amp;").replace("<", "&lt;")
        names = [name for name, _arguments in _FILTER.findall(inside)]
        text = self._expression(inside)
        if "newline_to_br" in names:
            text = text.replace("| newline_to_br", "| escape | newline_to_br")
        elif inside.strip() not in self.markup and not _NOT_ESCAPED.intersection(names[-1:]):
            text = f"{text.rstrip()} | escape "
        return f"{opens}{text}{closes}"

    def _statement(self, opens: str, inside: str, closes: str) -> str:
        name = (inside.split() or [""])[0]
        if name == "for":
            return self._for(opens, inside, closes)
        if name == "endfor":
            _variable, items = self.loops.pop() if self.loops else ("", None)
            ends = items.ends.format(_variable) if items else ""
            return f"{ends}{opens}{inside}{closes}"
        if name == "assign":
            return self._assign(opens, inside, closes)
        if name == "capture":
            self.markup.add(inside.split()[1])
        return f"{opens}{self._expression(inside)}{closes}"

    def _for(self, opens: str, inside: str, closes: str) -> str:
        parts = _FOR.fullmatch(inside)
        if parts is None:
            self.loops.append(("", None))
            return f"{opens}{self._expression(inside)}{closes}"
        variable, path, rest = parts[1], self._resolved(parts[2]), parts[3]
        items = LISTS.get(path)
        self.loops.append((variable, items))
        begins = items.begins.format(variable) if items else ""
        return f"{opens} for {variable} in {self._path(parts[2])}{rest}{closes}{begins}"

    def _assign(self, opens: str, inside: str, closes: str) -> str:
        parts = _ASSIGN.fullmatch(inside)
        if parts is None:
            return f"{opens}{self._expression(inside)}{closes}"
        name, value = parts[1], parts[2].strip()
        path = self._resolved(_DEFAULT.sub("", value))
        if path not in LISTS:
            path = self._resolved(value)
        ours = path.removeprefix("notifyhub.")
        is_object = ours != path and ours not in PATHS and re.fullmatch(r"[\w.]+", value)
        if path == "notifyhub.brand" or path in LISTS or is_object:
            self.aliases[name] = "brand" if path == "notifyhub.brand" else path
            return opens + " comment " + closes + opens + " endcomment " + closes
        self.aliases.pop(name, None)
        self.markup.discard(name)
        made = self._expression(value)
        if name == "shop_url" and self.shop_query:
            made = f"{made.rstrip()} | append: '{self.shop_query}'"
        return f"{opens} assign {name} = {made.strip()} {closes}"

    def _expression(self, text: str) -> str:
        """Every path and every filter in it, outside quoted text."""
        text = re.sub(r"\|\s*http_url\b", "", text)
        text = re.sub(r"\|\s*address_lines\b", _ADDRESS, text)
        text = re.sub(r"\.rate\s*\|\s*percent\b", f".rate_percentage{self.percent}", text)
        head, *filters = _split_at_pipes(text)
        made = [_WORD.sub(self._word, head)]
        for each in filters:
            name, colon, arguments = each.partition(":")
            made.append(f"{name}{colon}{_WORD.sub(self._word, arguments)}" if colon else each)
        return "|".join(made)

    def _word(self, word: re.Match[str]) -> str:
        if word[1] or word[2] in _KEYWORDS:
            return word[0]
        return self._path(word[2])

    def _path(self, path: str) -> str:
        item = self._of_item(path)
        if item is not None:
            return item
        whole = self._resolved(path)
        if whole.startswith("brand."):
            return self._of_brand(whole.removeprefix("brand."))
        if whole == "notifyhub" or whole.startswith("notifyhub."):
            return _shopifys(whole.removeprefix("notifyhub").removeprefix("."))
        return path

    def _of_item(self, path: str) -> str | None:
        """What stands for a field of a loop's variable, where the loop is over a list of ours."""
        root, _dot, rest = path.partition(".")
        for variable, items in reversed(self.loops):
            if variable == root:
                return _item(items, root, rest) if items else None
        return None

    def _resolved(self, path: str) -> str:
        root, dot, rest = path.partition(".")
        return f"{self.aliases.get(root, root)}{dot}{rest}"

    def _of_brand(self, name: str) -> str:
        if name in ("legal_lines", "social", "legal_lines.size", "social.size"):
            return f"hub_{name}"
        return quoted(str(self.brand.get(name) or ""))

    def _baked(self, inside: str) -> str | None:
        """The value of `brand.accent` and such, where an output is nothing else."""
        path = self._resolved(inside)
        if re.fullmatch(r"brand\.\w+", path):
            return str(self.brand.get(path.removeprefix("brand.")) or "")
        return None


def lists_of(brand: Mapping[str, Any]) -> str:
    """The brand's lists as Liquid: Shopify's has no other way to write one."""
    legal = "§".join(str(line) for line in brand.get("legal_lines") or [])
    social = "¤".join(f"{each['name']}§{each['url']}" for each in brand.get("social") or [])
    return (
        f"{{%- assign hub_legal_lines = {quoted(legal)} | split: '§' -%}}"
        f"{{%- assign hub_social = {quoted(social)} | split: '¤' -%}}"
    )


def quoted(text: str) -> str:
    """A Liquid text; Liquid knows no escapes, so one of two kinds of quotation marks gives way."""
    if '"' not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else '"' + text.replace('"', "”") + '"'


def _shopifys(path: str) -> str:
    for ours in sorted(PATHS, key=len, reverse=True):
        if path == ours or path.startswith(f"{ours}."):
            return PATHS[ours] + path.removeprefix(ours)
    return NOTHING


def _item(items: Items, root: str, rest: str) -> str:
    first, dot, more = rest.partition(".")
    made = items.fields.get(first)
    if made is None:
        return f"{root}.{rest}" if rest else root
    return f"{made.format(root)}{dot}{more}"


def _split_at_pipes(text: str) -> Sequence[str]:
    parts, quote = [""], ""
    for sign in text:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        if sign == "|" and not quote:
            parts.append("")
        else:
            parts[-1] += sign
    return parts
