"""German and French for buyers: what their pages say, and nothing of the desk, which has neither.

    python -m tests.house.buyers_words

Called by script/words: keeps what is translated, adds what is new with an empty answer.
"""

from pathlib import Path
from typing import Final

import django

LANGUAGES: Final = ("de", "fr")
HEADER: Final = "# What buyers read; the desk is not in this language."
# Files whose words a buyer reads, by the beginning of their path …
READ: Final = (
    "statuspage/",
    "shipping/promise_words.py",
    "shipping/shop_words.py",
    "shipping/models/parcel.py",
    "messaging/tracing.py",
)
# … but for those that speak to staff or programs.
OF_STAFF: Final = (
    "statuspage/models/",
    "statuspage/answering.py",
    "statuspage/page_settings.py",
    "statuspage/requests_listing.py",
    "statuspage/telling_shops.py",
    "statuspage/feedback_figures.py",
)


def is_buyers(path: str) -> bool:
    return path.startswith(READ) and not path.startswith(OF_STAFF) and not path.endswith("_api.py")


def write(language: str) -> int:
    """Bring the catalogue up to date; how many of its texts have no answer."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    from tests.house import words

    path = catalogue(language)
    known = words.answers(words.read(path)) if path.exists() else {}
    catalog = Catalog(locale=language, charset="utf-8", fuzzy=False, header_comment=HEADER)
    empty = 0
    for key in sorted(asked()):
        context, one, many = key
        forms = known.get(key, ())
        empty += not all(forms) or not forms
        catalog.add(
            (one, many) if many else one, string=_as_kept(forms, many), context=context or None
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, omit_header=False, ignore_obsolete=True, width=0)
    return empty


def asked() -> "set[tuple[str, str, str]]":
    """Each text that a buyer may read."""
    from tests.house import words

    return {key for key, path in words.asked_everywhere() if is_buyers(path)}


def catalogue(language: str) -> Path:
    from tests.house import words

    return words.LOCALE / language / "LC_MESSAGES" / "django.po"


def _as_kept(forms: tuple[str, ...], many: str) -> "str | tuple[str, ...]":
    if many:
        return forms or ("", "")
    return forms[0] if forms else ""


def main() -> None:
    django.setup()
    for language in LANGUAGES:
        print(f"{language}: {write(language)} texts of buyers without an answer")


if __name__ == "__main__":
    main()
