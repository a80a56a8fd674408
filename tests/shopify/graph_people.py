"""The parts of an order's node that tell of people and money: see graph_writer.py."""

from typing import Any, Final

Json = dict[str, Any]

_ADDRESS: Final = {
    "firstName": "first_name",
    "lastName": "last_name",
    "provinceCode": "province_code",
    "countryCodeV2": "country_code",
    **{
        name: name
        for name in ("name", "company", "address1", "address2", "zip", "city", "province")
    },
    "country": "country",
    "phone": "phone",
}
FAR: Final = "2026-01-01T00:00:00Z"


def gid(sort: str, number: object) -> str:
    return f"gid://shopify/{sort}/{number}"


def upper(value: str | None) -> str | None:
    return value.upper() if value else None


def tags(value: Any) -> list[str]:
    tags = value if isinstance(value, list) else (value or "").split(",")
    return [tag.strip() for tag in tags if tag.strip()]


def customer_node(body: Json | None) -> Json | None:
    if not body or not (body.get("admin_graphql_api_id") or body.get("id")):
        return None
    email, phone = body.get("email"), body.get("phone")
    consent = body.get("email_marketing_consent") or {}
    return {
        "id": body.get("admin_graphql_api_id") or gid("Customer", body["id"]),
        "firstName": body.get("first_name"),
        "lastName": body.get("last_name"),
        "state": upper(body.get("state")) or "DISABLED",
        "updatedAt": body.get("updated_at") or FAR,
        "tags": tags(body.get("tags")),
        "amountSpent": {"currencyCode": body.get("currency") or "USD"},
        "locale": "en",
        "defaultEmailAddress": {
            "emailAddress": email,
            "marketingState": upper(consent.get("state")) or "NOT_SUBSCRIBED",
            "marketingOptInLevel": upper(consent.get("opt_in_level")),
            "marketingUpdatedAt": consent.get("consent_updated_at"),
        }
        if email
        else None,
        "defaultPhoneNumber": {
            "phoneNumber": phone,
            "smsMarketingConsent": {
                "state": "NEVER_SUBSCRIBED",
                "optInLevel": "SINGLE_OPT_IN",
                "updatedAt": None,
            },
        }
        if phone
        else None,
    }


def address(body: Json | None) -> Json | None:
    return {ours: body.get(theirs) for ours, theirs in _ADDRESS.items()} if body else None


def transactions(body: Json) -> list[Json]:
    card = body.get("payment_details")
    if not card:
        return []
    details = {
        "__typename": "CardPaymentDetails",
        "company": card.get("credit_card_company"),
        "number": card.get("credit_card_number"),
    }
    return [{"kind": "SALE", "gateway": body.get("gateway"), "paymentDetails": details}]


def terms(body: Json | None) -> Json | None:
    if not body:
        return None
    payments = [
        {
            "dueAt": each.get("due_at"),
            "completedAt": each.get("completed_at"),
            "totalBalance": {
                "amount": str(each.get("amount") or 0),
                "currencyCode": each.get("currency") or "USD",
            },
        }
        for each in body.get("payment_schedules") or []
    ]
    return {
        "paymentTermsName": body.get("payment_terms_name") or "",
        "paymentTermsType": upper(body.get("payment_terms_type")) or "UNKNOWN",
        "paymentSchedules": {"nodes": payments},
    }
