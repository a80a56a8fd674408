"""The text part of pages that are not ours too: what is seen is said, in the order of the page."""

import pytest

from templates_app.plain_text import promo_share, text_of


@pytest.mark.parametrize(("html", "text"), [
    ("", "\n"),
    ("<p>One</p><p>Two</p>", "One\n\nTwo\n"),
    ("<div>One</div><div>Two</div>", "One\nTwo\n"),
    ("One<br>Two<br/>Three", "One\nTwo\nThree\n"),
    ("<p>a\n   b <b>c</b>d</p>", "a b cd\n"),
    ("<ul><li>One</li><li>Two</li></ul>", "* One\n* Two\n"),
    ("<p>Fjell &amp; Garn &lt;3</p>", "Fjell & Garn <3\n"),
    ('<p title="a > b">x</p>', "x\n"),
    ('<a href="https://a.example/?x=1&amp;y=2">Go</a>', "Go (https://a.example/?x=1&y=2)\n"),
    ('<a href="https://a.example">https://a.example</a>', "https://a.example\n"),
    ('<a href="mailto:a@b.no">a@b.no</a>', "a@b.no\n"),
    ('<a href="#top">Up</a>', "Up\n"),
    ('<a href="https://a.example"><img src="x" alt="Shop"></a>', "Shop (https://a.example)\n"),
    ('<a href="https://a.example"><img src="x" alt=""></a>', "https://a.example\n"),
    ("<head><title>No</title></head><body>Yes</body>", "Yes\n"),
    ("a<!-- no --><!--[if mso]><p>no</p><![endif]-->b", "ab\n"),
    ("<!--[if !mso]><!--><p>yes</p><!--<![endif]-->", "yes\n"),
    ("<style>p{}</style><script>x()</script>seen", "seen\n"),
    ('<div style="display:none"><div>no</div></div>seen', "seen\n"),
    ("<p>1 <del>old</del> new</p>", "1 new\n"),
    ("<table><tr><td><h1>Thanks</h1></td></tr><tr><td>Bye</td></tr></table>", "Thanks\nBye\n"),
])  # fmt: skip
def test_a_page_is_said_as_it_is_seen(html: str, text: str) -> None:
    assert text_of(html) == text


def test_a_row_of_goods_has_its_amount_at_the_edge() -> None:
    html = (
        "<table><tr><td><img src=x></td><td><span>Yarn</span><br><i>Green</i></td>"
        '<td>$10.00</td></tr></table><p>See <a href="https://a.example">all</a></p>'
    )

    assert text_of(html) == (f"Yarn{'$10.00':>56}\n  Green\n\nSee all (https://a.example)\n")


def test_the_share_of_promotion_counts_the_letters_that_are_seen() -> None:
    html = (
        '<p>12345</p><div data-part="preheader">unseen</div><script>x</script>'
        '<div data-part="promo">1 2<div data-part="promo">345</div></div>'
    )

    assert promo_share(html) == 0.5
    assert promo_share("<p>nothing</p>") == 0.0
