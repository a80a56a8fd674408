"""The four catalogues: whole, true to their placeholders, compiled, and what people in fact see."""

import html
import re

import pytest
from django.test import Client
from django.utils import translation

from orders.models import Order
from stores.models import Store, User
from tests.factories.worlds import make_activity, make_message, make_order
from tests.house import words
from tests.house.words import LANGUAGES

HOW = "run script/words, translate what is empty or fuzzy, and run it again"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_source_is_translated_and_none_besides(language: str) -> None:
    catalog = words.answered(language)
    asked, known = words.asked(), words.answers(catalog)

    missing = {key: asked[key] for key in asked.keys() - known.keys()}
    empty = [key for key, forms in known.items() if not all(forms)]
    fuzzy = [words.key_of(one) for one in catalog if one.id and one.fuzzy]

    assert len(asked) > 500
    assert (missing, known.keys() - asked.keys(), empty, fuzzy) == ({}, set(), [], []), HOW


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_translation_has_the_placeholders_of_its_text(language: str) -> None:
    wrong = {
        (one, form)
        for (_context, one, many), forms in words.answers(words.answered(language)).items()
        for form in forms
        if words.placeholders(form) != words.placeholders(many or one)
    }

    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    assert words.answers(words.compiled(language)) == words.answers(words.answered(language)), HOW


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_as_many_forms_as_the_language(language: str) -> None:
    forms = {
        len(said)
        for (_context, _one, many), said in words.answers(words.answered(language)).items()
        if many
    }

    assert forms == {1 if language.startswith("zh") else 2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_voice_is_calm(language: str) -> None:
    said = [form for forms in words.answers(words.answered(language)).values() for form in forms]

    assert not [form for form in said if "!" in form or "！" in form]


def test_chinese_has_full_width_punctuation() -> None:
    said = [form for forms in words.answers(words.answered("zh-hans")).values() for form in forms]

    assert not [form for form in said if re.search(r"[\u4e00-\u9fff][,.;:?()]", form)]


def test_a_text_is_marked_by_a_name_that_script_words_knows() -> None:
    other = re.compile(
        r"^from django.utils.translation import .*gettext\w* as (?!_$)", re.MULTILINE
    )

    assert not [str(path) for path in words.sources() if other.search(path.read_text())]


@pytest.fixture
def order(store: Store) -> Order:
    order = make_order(store, name="#10482")
    for state in ("SENT", "HELD", "FAILED", "UNKNOWN"):
        make_message(order, state)
    for kind in ("ORDER_CANCELLED", "TAGGED", "PARCEL_SCANNED", "CHECKOUT_DONE"):
        make_activity(order, kind)
    return order


# What is not marked to be translated shows in any language; that all are translated, above.
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nb", "zh-hans"])
def test_no_page_is_left_in_english(
    language: str, order: Order, owner: User, client: Client
) -> None:
    client.force_login(owner)
    pages = [
        "/admin/",
        "/admin/orders/order/",
        f"/admin/orders/order/{order.pk}/change/",
        "/admin/messaging/message/",
        "/admin/messaging/message/inbox/",
        "/admin/messaging/sender/add/",
        "/admin/intake/webhook/",
        f"/admin/stores/store/{order.store_id}/change/",
        "/admin/stores/invitation/add/",
        "/admin/stores/apikey/add/",
        "/admin/templates_app/brand/add/",
    ]
    english = _only_english(language)

    for page in pages:
        left = {}
        for code in ("en", language):
            client.post("/admin/language/", {"language": code})
            response = client.get(page)
            assert response.status_code == 200, page
            shown = _visible(response.content.decode())
            left[code] = _found(english, shown)

        assert left["en"], page
        assert not left[language], page


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_buyer_reads_the_status_page_in_the_orders_language(
    language: str, store: Store, client: Client
) -> None:
    order = make_order(store, locale=language)

    shown = _visible(client.get(f"/s/{order.token}").content.decode())

    assert not _found(_only_english(language), shown)
    with translation.override(language):
        assert translation.gettext("What you ordered") in shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted", "button"),
    [
        ("nb-NO,nb;q=0.9,en;q=0.5", "Logg inn"),
        ("da-DK", "Log ind"),
        ("sv-SE,sv;q=0.8", "Logga in"),
        ("zh-CN,zh;q=0.9", "登录"),
        ("fr-FR", "Log in"),
    ],
)
def test_the_door_speaks_the_browsers_language(accepted: str, button: str, client: Client) -> None:
    page = client.get("/admin/login/", headers={"accept-language": accepted}).content.decode()

    assert f">{button}</button>" in page


@pytest.mark.django_db
def test_the_language_a_person_chose_stays_whatever_the_browser_says(
    owner: User, client: Client
) -> None:
    client.force_login(owner)
    client.post("/admin/language/", {"language": "sv"})
    elsewhere = Client(headers={"accept-language": "da-DK"})
    elsewhere.force_login(owner)

    page = elsewhere.get("/admin/").content.decode()

    assert 'lang="sv"' in page
    assert "Översikt" in page


def _only_english(language: str) -> list[str]:
    """Our texts of at least two words that read otherwise in that language."""
    known = words.answers(words.answered(language))
    return [
        one
        for (_context, one, _many), forms in known.items()
        if " " in one.strip() and not words.placeholders(one) and one not in forms
    ]


def _found(texts: list[str], shown: str) -> list[str]:
    """Those that are shown as whole words. A plain look first: it is a hundred times as fast."""
    near = [one for one in texts if one in shown]
    return [one for one in near if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", shown)]


def _visible(page: str) -> str:
    """The page less its scripts, styles, framed mails and comments; attributes stay, being read."""
    bare = re.sub(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->|srcdoc=\"[^\"]*\"", "", page)
    return html.unescape(bare)
