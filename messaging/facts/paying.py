"""How it was paid, paid back, and is still to be paid."""

from typing import Any, Final

from messaging.facts.bought import Sums
from messaging.facts.goods import Goods
from messaging.facts.texts import moment
from orders.models import Order, Refund
from stores.models import Store

Values = dict[str, Any]

PAID: Final = ("PAID", "PARTIALLY_REFUNDED", "REFUNDED")
# Gateways whose name tells a buyer nothing: the card does.
_NAMELESS_GATEWAYS: Final = ("shopify_payments", "stripe", "authorize_net", "manual", "bogus", "")


def transactions(order: Order, sums: Sums, store: Store) -> list[Values]:
    """The payment, where there was one way to pay: of several nobody says what each paid."""
    if order.financial_state not in PAID or len(order.payments) != 1:
        return []
    return [
        _transaction(order.payments[0], "sale", sums.of("total"), moment(order.placed_at, store))
    ]


def refund_values(refund: Refund, goods: Goods, sums: Sums, store: Store) -> Values:
    """What one refund adds to the context: Shopify's names, and ours."""
    amount = sums.liquid(_paid_back([refund], sums))
    named = goods.named(refund.lines)
    lines = [
        {
            "quantity": row["quantity"],
            "line_item": line.values,
            "subtotal": sums.liquid(sums.of_json(row)),
        }
        for line, row in named
    ]
    at = moment(refund.refunded_at, store)
    ways = [
        _transaction(row, "refund", sums.liquid(sums.of_json(row)), at)
        for row in refund.payments or []
    ]
    rows = [line.goods(row["quantity"]) for line, row in named]
    return {
        "amount": amount,
        "refund_amount": amount,
        "refund_line_items": lines,
        "return_line_items": [line.part(row["quantity"]) for line, row in named],
        "transactions": ways,
        "notifyhub": {"refund": {"amount": amount, "reason": "", "lines": rows}},
    }


def refunded(refunds: list[Refund], sums: Sums) -> int:
    return _paid_back(refunds, sums)


def outstanding(order: Order, sums: Sums) -> int:
    """Still to be paid, in minor units. Shopify says it in the shop's currency only."""
    if order.outstanding_minor is not None and not sums.is_presentment:
        return order.outstanding_minor
    return sums.minor("total") if order.financial_state == "PENDING" else 0


def terms(row: Values | None, sums: Sums) -> Values | None:
    """When an order on credit must be paid."""
    if not row:
        return None
    due_at = row.get("due_at")
    amount = row.get("amount_minor")
    payment = {"due_at": str(due_at), "amount_due": sums.liquid(int(amount or 0))}
    return {
        "type": str(row.get("kind") or "").lower(),
        "name": str(row.get("name") or ""),
        "next_payment": payment if due_at else None,
    }


def payments(order: Order, sums: Sums) -> list[Values]:
    """One row for all: Shopify's webhook names the gateways, and not what each of them paid."""
    names = [payment_name(row) for row in order.payments]
    gift_cards = [row for row in order.payments if row.get("gateway") == "gift_card"]
    is_gift_card = bool(gift_cards) and len(gift_cards) == len(order.payments)
    has_all_names = bool(names) and all(names) and not gift_cards
    return [
        {
            "label": " + ".join(names) if has_all_names else "",
            "amount": sums.of("total"),
            "is_gift_card": is_gift_card,
            "last_characters": str(gift_cards[0].get("last_digits") or "") if is_gift_card else "",
        }
    ]


def _paid_back(refunds: list[Refund], sums: Sums) -> int:
    if sums.is_presentment:
        return sum(refund.presentment_amount_minor for refund in refunds)
    return sum(refund.amount_minor for refund in refunds)


def _transaction(row: Values, kind: str, amount: int | float, at: str) -> Values:
    gateway, digits = str(row.get("gateway") or ""), str(row.get("last_digits") or "")
    is_gift_card = gateway == "gift_card"
    gift_card = {"last_four_characters": digits, "balance": None} if is_gift_card else None
    card = {
        "credit_card_company": str(row.get("card_company") or "") or None,
        "credit_card_last_four_digits": None if is_gift_card else digits or None,
        "gift_card": gift_card,
    }
    return {
        "kind": kind,
        "status": "success",
        "gateway": gateway,
        "gateway_display_name": payment_name(row) or gateway.replace("_", " ").title(),
        "amount": amount,
        "created_at": at,
        "payment_details": card,
    }


def payment_name(row: Values) -> str:
    """As a buyer knows it: "Visa •••• 4242"; "" for a gateway whose name tells them nothing."""
    company, digits = str(row.get("card_company") or ""), str(row.get("last_digits") or "")
    if company:
        return f"{company} •••• {digits}" if digits else company
    gateway = str(row.get("gateway") or "")
    if gateway.lower().replace(" ", "_") in _NAMELESS_GATEWAYS:
        return ""
    return gateway.replace("_", " ").title() if gateway.islower() else gateway
