"""A mail's headers and its two parts as bytes: what the standard library makes, fifty times faster.

# Note [Headers, quick and careful]
What is plainly right is written as it stands: printable ASCII that fits a line, and letters of any
script as encoded words. All else (quoted names, long ones, what looks encoded) goes to the library,
which folds and quotes; it also refuses line ends within a header. Its work is kept, since most such
headers are a sender's, the same in each mail.

# Note [HTML as ASCII]
Character references make the smallest HTML, and the fastest, that passes every mail server. Within
styles and scripts they are not read, and some stand for other letters than they name; a mail with
such letters there, or with lines too long, goes as quoted-printable.
"""

import binascii
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache
from typing import Final

_COLUMNS: Final = 76
_LONGEST_LINE: Final = 990
_PLAIN: Final = re.compile(r"[!-~](?:[ -~]*[!-~])?")
# A name that needs no quotes, of letters and little else, before its address.
_NAMED: Final = re.compile(r"((?:[^\W_]|[ '-])+) (<[!-;=?-~]+@[!-;=?-~]+>)")
_RAW: Final = re.compile(r"<(?=[sSxXnNpP])(?i:(style|script|xmp|noscript|plaintext)\b)")
_RAW_ENDS: Final = {
    name: re.compile(rf"</(?i:{name})")
    for name in ("style", "script", "xmp", "noscript", "plaintext")
}
# What browsers take for Windows' letters.
_MISREAD: Final = re.compile(rb"&#1[2-5][0-9];")
_TAG_NAME: Final = re.compile(r"<[a-zA-Z][a-zA-Z0-9:]* ")
_LINKED_DATA: Final = '<script type="application/ld+json">'
# A text in JSON, and the comma behind it.
_STRING: Final = re.compile(r'("(?:[^"\\]|\\.)*")(,?)')
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


def mail_as_bytes(
    headers: Sequence[tuple[str, str]], *, text: str, html: str, boundary: str
) -> bytes:
    """The whole mail, ready for a server. Raises ValueError for a header that holds a line end."""
    pieces = [
        (_constant if name in _OF_SENDERS else _header)(name, value) for name, value in headers
    ]
    pieces += [
        b"MIME-Version: 1.0\r\n",
        f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'.encode(),
        _part("plain", *_text_body(text or " "), boundary),
        _part("html", *_html_body(html), boundary),
        f"--{boundary}--\r\n".encode(),
    ]
    return b"".join(pieces)


def _part(subtype: str, encoding: str, body: bytes, boundary: str) -> bytes:
    head = (
        f'--{boundary}\r\nContent-Type: text/{subtype}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n"


def _text_body(text: str) -> tuple[str, bytes]:
    """As it stands if ASCII, else the shorter of the two encodings."""
    lines = _LINE_END.sub("\n", text) if "\r" in text else text
    if lines.isascii() and "\x00" not in lines and _longest(lines) <= _LONGEST_LINE:
        return "7bit", lines.replace("\n", "\r\n").encode()
    return _encoded(lines)


def _html_body(html: str) -> tuple[str, bytes]:
    """See Note [HTML as ASCII]."""
    lines = _LINE_END.sub("\n", html) if "\r" in html else html
    rows = lines.encode("ascii", "xmlcharrefreplace").split(b"\n")
    if max(map(len, rows)) > _LONGEST_LINE:
        rows = b"\n".join(map(_shortened, rows)).split(b"\n")
        if max(map(len, rows)) > _LONGEST_LINE:
            return _encoded(lines)
    body = b"\r\n".join(rows)
    return ("7bit", body) if _is_read_alike(lines, body) else _encoded(lines)


def _is_read_alike(html: str, body: bytes) -> bool:
    """Whether its letters may stand as references."""
    if _MISREAD.search(body):
        return False
    return b"\x00" not in body and (html.isascii() or _is_raw_ascii(html))


def _is_raw_ascii(html: str) -> bool:
    at = 0
    while (raw := _RAW.search(html, at)) is not None:
        found = _RAW_ENDS[raw[1].lower()].search(html, raw.end())
        at = found.end() if found else len(html)
        if not html[raw.start() : at].isascii():
            return False
    return True


def _encoded(lines: str) -> tuple[str, bytes]:
    raw = lines.encode()
    quoted = binascii.b2a_qp(raw, istext=True)
    if len(quoted) > 4 * len(raw) // 3:  # letters of another script
        whole = b64encode(raw.replace(b"\n", b"\r\n"))
        rows = (whole[at : at + _COLUMNS] for at in range(0, len(whole), _COLUMNS))
        return "base64", b"\r\n".join(rows)
    return "quoted-printable", quoted.replace(b"\n", b"\r\n")


def _shortened(row: bytes) -> bytes:
    return row if len(row) <= _LONGEST_LINE else _broken(row.decode()).encode()


def _broken(line: str) -> str:
    """A long line of HTML broken where it means nothing: after the name of a tag, or in JSON."""
    if line.startswith(_LINKED_DATA):
        return _STRING.sub(lambda found: f"{found[1]},\n" if found[2] else found[1], line)
    pieces, begin = [], 0
    while len(line) - begin > _LONGEST_LINE:
        tags = list(_TAG_NAME.finditer(line, begin, begin + _LONGEST_LINE))
        if not tags:
            return line
        pieces.append(line[begin : tags[-1].end() - 1])
        begin = tags[-1].end()
    return "\n".join([*pieces, line[begin:]])


def _longest(text: str) -> int:
    return max(map(len, text.split("\n")))


def _header(name: str, value: str) -> bytes:
    """See Note [Headers, quick and careful]."""
    if _PLAIN.fullmatch(value) and "=?" not in value and len(name) + len(value) + 2 <= _COLUMNS:
        return f"{name}: {value}\r\n".encode()
    if name == "Subject" and _is_of_letters(value):
        return f"{name}: {_words(value, len(name) + 2)}\r\n".encode()
    named = _NAMED.fullmatch(value) if name in ("From", "To") else None
    if named and named[0].count("  ") == 0 and named[2].isascii() and len(named[2]) < _COLUMNS:
        return f"{name}: {_words(named[1], len(name) + 2)}\r\n {named[2]}\r\n".encode()
    return _by_library(name, value)


_OF_SENDERS: Final = frozenset({"From", "Reply-To", "Auto-Submitted", "List-Unsubscribe-Post"})
_constant: Final = lru_cache(maxsize=1024)(_header)


@lru_cache(maxsize=2048)
def _by_library(name: str, value: str) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail[name] = value
    return b"".join(SMTP.fold_binary(*each) for each in mail.raw_items())


def _is_of_letters(value: str) -> bool:
    """Whether encoded words can carry it: printable, without anything that ends a line."""
    return value.isprintable() and value == value.strip()


def _words(text: str, used: int) -> str:
    """RFC 2047: as many encoded words as it takes, none broken within a letter."""
    return "\r\n ".join(f"=?utf-8?b?{b64encode(part).decode()}?=" for part in _cut(text, used))


def _cut(text: str, used: int) -> Iterator[bytes]:
    """UTF-8 in pieces that fit a line each, of which `used` columns of the first are taken."""
    room = (_COLUMNS - used - 12) // 4 * 3
    part = b""
    for letter in text:
        raw = letter.encode()
        if len(part) + len(raw) > room:
            yield part
            part, room = b"", (_COLUMNS - 1 - 12) // 4 * 3
        part += raw
    yield part
