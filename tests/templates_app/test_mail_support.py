"""What our mails ask of mail clients is known, with a way out where one does not know it."""

import pytest

from tests.templates_app import mail_support
from tests.templates_app.mail_features import features_of
from tests.templates_app.mails import SAMPLES, mail

TABLE = mail_support.features()


@pytest.mark.parametrize(("kind", "sample"), SAMPLES)
def test_every_feature_of_every_mail_stands_in_the_table(kind: str, sample: str) -> None:
    assert features_of(mail(kind, sample).html) - TABLE.keys() == set()


@pytest.mark.parametrize("name", TABLE)
def test_what_a_client_does_not_know_has_a_fallback(name: str) -> None:
    row = TABLE[name]

    assert {row[client] for client in mail_support.CLIENTS} <= {"yes", "partial", "no"}
    if "no" in {row[client] for client in mail_support.CLIENTS}:
        assert row.get("fallback"), f"say in mail_support.json what happens without {name}"


def test_the_table_lists_nothing_that_no_mail_uses() -> None:
    used = set().union(*(features_of(mail(kind, sample).html) for kind, sample in SAMPLES))

    assert TABLE.keys() - used == set()


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p style="display:flex;gap:4px">', {"css display", "css gap"}),
        ('<p style="text-align: end !important">', {"css text-align: end", "css !important"}),
        (
            "<style>@supports (x:y){a.b:hover{float:left}}</style>",
            {"at-rule @supports", "css float"},
        ),
        ("<style>a.b:hover::after{left:0}</style>", {"selector :hover", "selector :after"}),
        ("<style>p>.a{left:0}</style>", {"selector a>b"}),
        ("<style>p>.a,[data-x] b{margin:0}</style>", {"selector [attribute]", "selector a,b"}),
        ("<video autoplay></video>", {"element video", "attribute autoplay"}),
        ("<!--[if mso]><center bgcolor=red></center><![endif]-->", set()),
    ],
)
def test_features_are_found_wherever_they_stand(html: str, found: set[str]) -> None:
    bare = features_of("<html><body><p>x</p></body></html>")

    assert found <= features_of(f"<html><body>{html}<p>x</p></body></html>")
    if not found:
        assert features_of(f"<html><body>{html}<p>x</p></body></html>") == bare


def test_newer_data_changes_verdicts_and_keeps_our_words() -> None:
    row = {"outlook": "no", "gmail": "no", "apple": "no", "entry": "css-gap", "fallback": "None."}
    stats = {
        "outlook": {"windows": {"2016": "n", "2019": "y"}},
        "gmail": {"ios": {"1": "y"}, "android": {"1": "a #1"}, "mobile-webmail": {"1": "n"}},
        "apple-mail": {"macos": {"12": "y"}, "ios": {"12": "u"}},
    }
    entry = {"slug": "css-gap", "stats": stats, "last_test_date": "2027-01-02"}
    data = {"data": [entry], "last_update_date": "2027-02-03 10:00:00 +0000"}

    newer = mail_support.refreshed({"features": {"css gap": row, "own": {"apple": "yes"}}}, data)

    assert newer["data_of"] == "2027-02-03"
    assert newer["features"]["own"] == {"apple": "yes"}
    assert newer["features"]["css gap"] == {
        "outlook": "yes",
        "gmail": "partial",
        "apple": "no",
        "entry": "css-gap",
        "fallback": "None.",
        "tested_on": "2027-01-02",
    }
