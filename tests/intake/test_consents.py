"""What Shopify says of consent: parsed, and kept as one word of the ledger."""

from datetime import UTC, datetime
from typing import Any

import pytest

from intake import topics
from intake.parsing.consents import parse_consent
from intake.parsing.reading import Unparsable
from messaging.models import Consent
from stores.models import Store
from stores.scope import store_scope

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
EMAIL = "customers_email_marketing_consent/update"
SMS = "customers_marketing_consent/update"


def by_mail(state: str, at: str | None = "2026-11-19T10:00:00Z", **more: Any) -> dict[str, Any]:
    consent = {"state": state, "opt_in_level": "single_opt_in", "consent_updated_at": at}
    return {
        "customer_id": 1,
        "email_address": "Kari@Example.com",
        "email_marketing_consent": consent,
        **more,
    }


@pytest.mark.parametrize(
    ("state", "is_given"),
    [
        ("subscribed", True),
        ("unsubscribed", False),
        ("redacted", False),
        ("not_subscribed", None),
        ("pending", None),
        ("invalid", None),
        ("", None),
    ],
)
def test_states(state: str, is_given: bool | None) -> None:
    said = parse_consent(by_mail(state))

    assert (said.channel, said.is_given, said.level) == ("EMAIL", is_given, "SINGLE_OPT_IN")
    assert said.at == datetime(2026, 11, 19, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        {},
        by_mail("subscribed", email_address=None),
        {"phone": None, "sms_marketing_consent": {"state": "subscribed"}},
    ],
)
def test_a_body_that_says_nothing_is_kept_aside(body: dict[str, Any]) -> None:
    with pytest.raises(Unparsable):
        parse_consent(body)


@pytest.mark.django_db
def test_the_word_is_kept_once_with_the_time_at_which_it_was_said(store: Store) -> None:
    with store_scope(store.pk):
        assert topics.HANDLERS[EMAIL](store, by_mail("subscribed"), NOW) is None
        assert topics.HANDLERS[EMAIL](store, by_mail("subscribed"), NOW)
        assert topics.HANDLERS[EMAIL](store, by_mail("not_subscribed"), NOW)
        row = Consent.objects.get()

    assert (row.address, row.channel, row.is_given) == ("kari@example.com", "EMAIL", True)
    assert row.at == datetime(2026, 11, 19, 10, tzinfo=UTC)


@pytest.mark.django_db
def test_a_telephone_number_is_another_channel(store: Store) -> None:
    body = {"id": 1, "phone": "+4791234567", "sms_marketing_consent": {"state": "subscribed"}}
    with store_scope(store.pk):
        topics.HANDLERS[SMS](store, body, NOW)
        row = Consent.objects.get()

    assert (row.address, row.channel, row.at) == ("+4791234567", "SMS", NOW)
