"""Signatures, judged by the reference library of Standard Webhooks."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from common.outgoing import signing

BODY = '{"type": "order.placed", "data": {"buyer": "Åse"}}'.encode()


def signed(*secrets: str, at: datetime | None = None) -> dict[str, str]:
    now = at or datetime.now(UTC)
    return signing.headers(event_id="evt_1", at=now, body=BODY, secrets=secrets)


def test_a_receiver_with_the_secret_accepts_it() -> None:
    secret = signing.new_secret()

    said = Webhook(secret).verify(BODY, signed(secret))

    assert said["type"] == "order.placed"


def test_both_living_secrets_sign_so_either_is_accepted() -> None:
    newest, before = signing.new_secret(), signing.new_secret()
    headers = signed(newest, before)

    Webhook(newest).verify(BODY, headers)
    Webhook(before).verify(BODY, headers)

    assert len(headers["webhook-signature"].split(" ")) == 2


@pytest.mark.parametrize("wrong", ["body", "id", "timestamp", "secret", "age"])
def test_whatever_is_changed_is_refused(wrong: str) -> None:
    secret, body = signing.new_secret(), BODY
    headers = signed(secret)
    if wrong == "body":
        body = BODY + b" "
    if wrong == "id":
        headers["webhook-id"] = "evt_2"
    if wrong == "timestamp":
        headers["webhook-timestamp"] = str(int(headers["webhook-timestamp"]) - 1)
    if wrong == "age":
        headers = signed(secret, at=datetime.now(UTC) - timedelta(minutes=6))
    checker = Webhook(signing.new_secret() if wrong == "secret" else secret)

    with pytest.raises(WebhookVerificationError):
        checker.verify(body, headers)


def test_a_secret_is_as_long_as_the_standard_asks_and_never_twice_the_same() -> None:
    secrets = {signing.new_secret() for _ in range(50)}

    assert len(secrets) == 50
    assert {len(b64decode(each.removeprefix("whsec_"))) for each in secrets} == {32}


def test_what_is_kept_of_a_call_cannot_be_shown_to_the_receiver_again() -> None:
    secret, before = signing.new_secret(), signing.new_secret()
    headers = signed(secret, before)

    kept = signing.masked(headers)

    assert kept == {**headers, "webhook-signature": "v1,… v1,…"}
    with pytest.raises((WebhookVerificationError, ValueError)):
        Webhook(secret).verify(BODY, kept)
