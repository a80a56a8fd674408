"""docs/mails.md shows the pictures that there are, and the page that looks at them stays light."""

import re

from tests.mail_pictures import DOCS, END, LOCALES, SCHEMES, START, listed

INDEX = (DOCS / "mails.md").read_text("utf-8")
PICTURES = {path.name: path.stat().st_size for path in (DOCS / "mails").glob("*")}


def test_each_picture_is_shown_and_each_shown_is_there() -> None:
    shown = re.findall(r'src="mails/([^"]+)"', INDEX.partition(START)[2].partition(END)[0])

    assert sorted(shown) == sorted(PICTURES)
    assert len(shown) == len(set(shown))


def test_all_pictures_together_are_small() -> None:
    assert 0 < sum(PICTURES.values()) < 6_000_000


def test_a_kind_is_shown_in_each_language_and_colour() -> None:
    page = listed({"gift_card": 9590})

    assert page.startswith("### Gift card\n\nAt most 9.6 kB")
    for locale in LOCALES:
        for scheme in SCHEMES:
            assert f'src="mails/gift_card.{locale}.{scheme}.webp"' in page
            assert f'alt="Gift card, {locale}, {scheme}"' in page
