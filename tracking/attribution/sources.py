"""Where a visit came from, read out of the addresses that a shop keeps: pure, and never failing.

# Note [What names a source]
UTM parameters say it themselves. Else a click id names the advertiser's network, else the page that
led here. `ref`, `source` and `r` are one thing to Shopify: the first that is there is the ref. A
headless shop keeps the address of its checkout only, and what it knows as note attributes.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

OURS: Final = "notifyhub"
DIRECT: Final = "direct"
LONGEST: Final = 100
LONGEST_REF: Final = 255
LONGEST_PATH: Final = 200
_MAX_FIELDS: Final = 200

# The parameter → the source and medium that its network is known by.
CLICK_IDS: Final[Mapping[str, tuple[str, str]]] = {
    "gclid": ("google", "cpc"),
    "gbraid": ("google", "cpc"),
    "wbraid": ("google", "cpc"),
    "dclid": ("google", "display"),
    "msclkid": ("bing", "cpc"),
    "ttclid": ("tiktok", "cpc"),
    "twclid": ("twitter", "cpc"),
    "li_fat_id": ("linkedin", "cpc"),
    "epik": ("pinterest", "cpc"),
    "sccid": ("snapchat", "cpc"),
    "rdt_cid": ("reddit", "cpc"),
    "yclid": ("yandex", "cpc"),
    "irclickid": ("impact", "affiliate"),
    "awc": ("awin", "affiliate"),
    "tduid": ("tradedoubler", "affiliate"),
    # Facebook adds it to what people share too, so it is no proof of an advertisement.
    "fbclid": ("facebook", "social"),
    "igshid": ("instagram", "social"),
}
_SEARCH: Final = ("google", "bing", "duckduckgo", "yahoo", "ecosia", "qwant", "yandex", "baidu")
_SOCIAL: Final[Mapping[str, str]] = {
    "facebook": "facebook",
    "instagram": "instagram",
    "t.co": "twitter",
    "twitter": "twitter",
    "x.com": "twitter",
    "tiktok": "tiktok",
    "pinterest": "pinterest",
    "linkedin": "linkedin",
    "lnkd.in": "linkedin",
    "reddit": "reddit",
    "youtube": "youtube",
    "snapchat": "snapchat",
}
_MAILBOXES: Final[Mapping[str, str]] = {
    "mail.google.com": "gmail",
    "com.google.android.gm": "gmail",
    "outlook.live.com": "outlook",
    "outlook.office.com": "outlook",
    "outlook.office365.com": "outlook",
    "mail.yahoo.com": "yahoo",
}
# Placeholders that nobody filled in, and the words of programs for nothing.
_JUNK: Final = re.compile(
    r"[{}\[\]<>]|\A[(\s]*(?:not set|none|null|undefined|nan|direct|n/a|-+)[)\s]*\Z", re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
# Behind these stand keys of a person's cart, order or account.
_KEYED: Final = re.compile(
    r"(/(?:[a-z]{2}(?:-[a-z]{2})?/)?(?:cart/c|checkouts?|orders?|account|\d+/(?:orders|checkouts)))"
    r"(?:/.*)?\Z",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(r"(?:nh-)?[a-z2-7]{10}\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a shop says of where somebody came from; "" for what it does not."""

    landing: str = ""
    referrer: str = ""
    ref: str = ""  # as Shopify read it
    attributes: tuple[tuple[str, str], ...] = ()
    own_hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Source:
    """A source in few normalised words; "" is not known. `tokens` may name messages of ours."""

    source: str = ""
    medium: str = ""
    campaign: str = ""
    content: str = ""
    term: str = ""
    ref: str = ""
    click_id_kind: str = ""
    referrer_host: str = ""
    landing_path: str = ""
    tokens: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        return bool(self.source)

    @property
    def is_direct(self) -> bool:
        return self.source in ("", DIRECT) and not self.tokens

    @property
    def is_ours(self) -> bool:
        return self.source == OURS or bool(self.tokens)


def source_of(origin: Origin) -> Source:
    """Read where it came from. See Note [What names a source]."""
    said = _attributes(origin.attributes)
    landing = origin.landing or said.get("landing_page", "") or said.get("landing_site", "")
    referrer = origin.referrer or said.get("referrer", "") or said.get("referring_site", "")
    query = said | _query(landing)
    host = _host(referrer)
    host = "" if host in origin.own_hosts else host
    refs = [query.get(name, "") for name in ("ref", "source", "r")]
    tokens = _tokens(said.get("nh", ""), query.get("nh", ""), *refs, origin.ref)
    ref = next((one for one in [*refs, origin.ref] if one and not is_token(one)), "")
    click_id = next((name for name in CLICK_IDS if query.get(name)), "")
    source, medium = _names(query, click_id, host, tokens, is_seen=bool(landing or referrer))
    return Source(
        source=source,
        medium=medium,
        campaign=_word(query.get("utm_campaign", "")),
        content=_word(query.get("utm_content", "")),
        term=_word(query.get("utm_term", "")),
        ref=clean_ref(ref),
        click_id_kind=click_id,
        referrer_host=host[:LONGEST],
        landing_path=_path(landing),
        tokens=tokens,
    )


def is_token(text: str) -> bool:
    """Whether it has the form of a message's name; ten letters alone may be a campaign's, too."""
    return text.strip().lower().startswith("nh-") and bool(_TOKEN.match(text.strip()))


def clean_ref(text: str) -> str:
    """A ref as it stands in figures and tags: one line, no commas (they part tags), no address."""
    ref = " ".join(_printable(text).replace(",", " ").split())[:LONGEST_REF]
    return "" if _JUNK.search(ref) or _ADDRESS.search(ref) else ref


def _names(
    query: Mapping[str, str], click_id: str, host: str, tokens: Collection[str], *, is_seen: bool
) -> tuple[str, str]:
    source, medium = _word(query.get("utm_source", "")), _word(query.get("utm_medium", ""))
    if source:
        return source, medium
    if tokens:
        return OURS, medium or "email"
    if click_id:
        known, by = CLICK_IDS[click_id]
        return known, medium or by
    if host:
        return _referral(host)
    return (DIRECT, "none") if is_seen else ("", "")


def _referral(host: str) -> tuple[str, str]:
    if host in _MAILBOXES:
        return _MAILBOXES[host], "email"
    labels = host.split(".")
    for engine in _SEARCH:
        if engine in labels[:-1]:
            return engine, "organic"
    for mark, network in _SOCIAL.items():
        if mark in labels[:-1] or host == mark:
            return network, "social"
    return host[:LONGEST], "referral"


def _attributes(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Note attributes by their names, which snippets write as `_nh` or `Landing page`."""
    said: dict[str, str] = {}
    for name, value in pairs:
        said.setdefault(name.strip().lower().lstrip("_").replace(" ", "_"), value)
    return {name: value for name, value in said.items() if value}


def _query(url: str) -> dict[str, str]:
    """The parameters of an address, by small letters; of one said twice the first counts."""
    _, _, query = url.partition("?")
    try:
        pairs = parse_qsl(query.partition("#")[0], errors="replace", max_num_fields=_MAX_FIELDS)
    except ValueError:
        return {}
    said: dict[str, str] = {}
    for name, value in pairs:
        if value.strip():
            said.setdefault(name.strip().lower(), value)
    return said


def _tokens(*texts: str) -> tuple[str, ...]:
    """What may name a message: all of `nh` and `_nh`, and of the refs what begins with `nh-`."""
    ours, refs = texts[:2], texts[2:]
    found = [one.strip().lower() for one in ours if _TOKEN.match(one.strip())]
    found += [one.strip().lower() for one in refs if is_token(one)]
    return tuple(dict.fromkeys(one.removeprefix("nh-") for one in found))


def _word(text: str) -> str:
    """A value in small letters, one line, bounded; "" for what was never filled in."""
    word = " ".join(_printable(text).lower().split())[:LONGEST]
    return "" if _JUNK.search(word) or _ADDRESS.search(word) else word


def _printable(text: str) -> str:
    return "".join(
        letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", text)
    )


def _host(url: str) -> str:
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    host = host.removeprefix("www.")
    return host if re.fullmatch(r"[\w.-]{3,253}", host) and "." in host else ""


def _path(url: str) -> str:
    """The page, without what stands behind `?`, and without keys of carts and orders."""
    rest = url.partition("?")[0].partition("#")[0]
    if "//" in rest:
        rest = "/" + rest.partition("//")[2].partition("/")[2]
    path = _printable(rest).strip()
    if not path.startswith("/"):
        return ""
    return _KEYED.sub(r"\1", path)[:LONGEST_PATH]
