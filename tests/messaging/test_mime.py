"""The bytes of a mail: whoever reads them finds the same subject, people, text and page."""

import json
import re
import smtplib
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from messaging.addresses import one_line
from messaging.mime import mail_as_bytes
from tests.templates_app.mails import KINDS, LOCALES, mail

HOSTILE = (
    "Kari Nordmann", "Åse Øverland", "Nordmann, Kari", 'Kari "K" Nordmann', "Fjell & Garn",
    "=?utf-8?q?x?=", "O'Hara-Smith", "name\\", "(comment)", "a  b", "李 小龙", "محمد علي",
    "👩‍👩‍👧 Familien", "x" * 200, "Å" * 150, "漢" * 70, ".", "a@b", "<a@b.no>", "e\u0301le\u0300ve",
    "Kari;", "Kari: all", "A\u00a0B", "ﬁ ligature", "Jr. Ola",
)  # fmt: skip
letters = st.text(min_size=1, max_size=80)


def parsed(*, name: str = "", subject: str = "s", text: str = "t", html: str = "h") -> EmailMessage:
    given = [
        ("From", str(Address(one_line(name, 120), "post", "shop.example"))),
        ("To", str(Address(one_line(name), "kari", "example.com"))),
        ("Subject", one_line(subject)),
    ]
    raw = mail_as_bytes(given, text=text, html=html, boundary="=_b0")
    assert is_sound(raw)
    made = message_from_bytes(raw, policy=default)
    assert isinstance(made, EmailMessage)
    return made


def is_sound(raw: bytes) -> bool:
    """All lines end in CRLF, hold ASCII only, and are no longer than a server takes."""
    lines = raw.split(b"\r\n")
    head = lines[: lines.index(b"")]
    return (
        raw.isascii()
        and raw.endswith(b"\r\n")
        and all(b"\r" not in line and b"\n" not in line and len(line) < 998 for line in lines)
        and all(len(line) <= 78 or b" " not in line.strip() for line in head)
    )


def part(made: EmailMessage, subtype: str) -> str:
    found = made.get_body((subtype,))
    assert found is not None
    content: str = found.get_content()
    return content.replace("\r\n", "\n")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_is_read_as_it_was_written(kind: str, locale: str) -> None:
    words = mail(kind, locale=locale)

    made = parsed(subject=words.subject, text=words.text, html=words.html)

    assert made["Subject"] == words.subject
    assert part(made, "plain") == words.text
    # A line end within a tag or between the values of linked data is nothing.
    assert joined(part(made, "html")) == joined(words.html)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_read_as_it_was_given(name: str) -> None:
    made = parsed(name=name, subject=name)

    # Python reads spaces between the encoded words of a long name; mail programs do not.
    for header in ("From", "To"):
        (address,) = made[header].addresses
        assert address.addr_spec in ("post@shop.example", "kari@example.com")
        expected = one_line(name, 120 if header == "From" else 200)
        assert "".join(address.display_name.split()) == "".join(expected.split())
    assert made["Subject"].split() == one_line(name).split()


@given(letters)
@example("Å" * 63)
@example("a" * 64 + "é")
@example("\u2028x")
def test_any_subject_is_read_as_it_was_given(subject: str) -> None:
    expected = one_line(subject.encode("utf-8", "replace").decode())

    assert parsed(subject=expected)["Subject"].split() == expected.split()


@given(st.text(max_size=3000), st.text(max_size=3000))
@example("." * 10, "line\n.\nline")
@example("\x85 \x00 \r \r\n", "<p>\x85</p>")
@example("å" * 2000, "<p>" + "ø " * 2000)
def test_any_body_is_read_as_it_was_given(text: str, html: str) -> None:
    made = parsed(text=text, html=html)

    assert lines_of(part(made, "plain")) == lines_of(text or " ")
    assert lines_of(unescape(part(made, "html"))) == lines_of(unescape(html))


def joined(html: str) -> str:
    return "".join(unescape(html).split())


def lines_of(text: str) -> list[str]:
    """One line end more or less at the end is the part's, not the text's."""
    return re.split(r"\r\n|\r|\n", re.sub(r"(\r\n|\r|\n)\Z", "", text))


@pytest.mark.parametrize("html", [
    "<style>.a::before{content:'→'}</style><p>x</p>",
    '<script type="application/ld+json">{"name":"Ærø"}</script>',
    "<p>\x80</p>",
    "<p>" + "x" * 5000,
])  # fmt: skip
def test_what_references_cannot_carry_goes_otherwise(html: str) -> None:
    assert part(parsed(html=html), "html").rstrip("\n") == html


def test_a_page_of_letters_goes_as_ascii_with_references() -> None:
    made = parsed(html="<p>Blåbær 🫐</p>")

    found = made.get_body(("html",))
    assert found is not None
    assert found["Content-Transfer-Encoding"] == "7bit"
    assert found.get_content() == "<p>Bl&#229;b&#230;r &#129744;</p>"


def test_long_linked_data_is_broken_between_its_values() -> None:
    data = {f"key, {number}": f'a "b", \\ {number},' for number in range(200)}
    html = f'<script type="application/ld+json">{json.dumps(data)}</script>'

    found = parsed(html=html).get_body(("html",))

    assert found is not None
    assert found["Content-Transfer-Encoding"] == "7bit"
    script = found.get_content().partition(">")[2].rpartition("</")[0]
    assert json.loads(script) == data


def test_a_long_line_is_broken_within_a_tag() -> None:
    html = '<td class="x">y</td>' * 200

    made = parsed(html=html)

    found = made.get_body(("html",))
    assert found is not None
    assert found["Content-Transfer-Encoding"] == "7bit"
    assert found.get_content().replace("<td\r\nclass", "<td class") == html


@pytest.mark.parametrize("name", ["Subject", "To", "Message-ID", "X-Odd"])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\r\nBcc: a@b.no"])
def test_a_line_end_in_a_header_is_refused(name: str, end: str) -> None:
    with pytest.raises(ValueError, match=r"linefeed|carriage"):
        mail_as_bytes([(name, f"x{end}y@z.no")], text="t", html="h", boundary="=_b0")


def test_a_dot_alone_survives_the_way() -> None:
    raw = mail_as_bytes([("Subject", "s")], text="a\n.\nb", html="<p>a\n.\nb</p>", boundary="=_b0")

    assert part(message_from_bytes(raw, policy=default), "plain") == "a\n.\nb"
    assert smtplib.quotedata(raw.decode()).count("\r\n..\r\n") == 2
