"""Sample orders that were edited, cancelled or paid back."""

from typing import Any

from templates_app.context_parts import Money
from templates_app.sample_orders import Sample, by_card, goods, line, order, plain, rich


def edited() -> Sample:
    """Something was added, and is not paid yet."""
    added = line("Stoppenål i stål", price=8900, quantity=2, variant="6 cm")
    lines = [*plain()["line_items"], added]
    due = {
        "is_paid": False,
        "outstanding": 17800,
        "payments": plain()["notifyhub"]["payments"],
        "edit": {"added": [goods(added)], "removed": []},
    }
    return order(
        lines,
        added_line_items=[added],
        removed_line_items=[],
        total_outstanding=17800,
        financial_status="partially_paid",
        notifyhub=due,
    )


def edited_less() -> Sample:
    """Something was taken out; the rest stays."""
    lines = plain()["line_items"]
    gone = goods(lines[1], quantity=2)
    kept = [lines[0], lines[2]]
    return order(
        kept,
        added_line_items=[],
        removed_line_items=[lines[1]],
        notifyhub={"edit": {"added": [], "removed": [gone]}},
    )


def cancelled() -> Sample:
    """By the buyer, paid back whole."""
    sample = plain()
    total = sample["total_price"]
    ours = {**sample["notifyhub"], "refunded": total}
    return {
        **sample,
        "cancelled": True,
        "cancelled_at": "2026-11-19T09:12:00+01:00",
        "cancel_reason": "customer",
        "financial_status": "refunded",
        "total_refunded_amount": total,
        "net_payment": 0,
        "notifyhub": ours,
    }


def cancelled_unpaid() -> Sample:
    """By the shop, since something was sold out: no money had gone."""
    sample = cancelled()
    ours = {**sample["notifyhub"], "refunded": 0, "is_paid": False, "payments": []}
    more = {"cancel_reason": "inventory", "financial_status": "voided", "total_refunded_amount": 0}
    return {**sample, **more, "notifyhub": ours}


def refunded() -> Sample:
    """One thing went back, with a word from the shop."""
    sample = plain()
    back = sample["line_items"][2]
    return _refunded(sample, 36100, [back], reason="Nøstet kom med en sprekk.")


def refunded_whole() -> Sample:
    """Everything, shipping too."""
    sample = rich()
    return _refunded(sample, sample["total_price"], sample["line_items"], reason="")


def _refunded(sample: Sample, amount: Money, back: list[Any], *, reason: str) -> Sample:
    lines = [
        {"quantity": each["quantity"], "line_item": each, "subtotal": each["final_line_price"]}
        for each in back
    ]
    is_whole = amount == sample["total_price"]
    ours = {
        **sample["notifyhub"],
        "refunded": amount,
        "refund": {"amount": amount, "reason": reason, "lines": [goods(each) for each in back]},
    }
    return {
        **sample,
        "amount": amount,
        "refund_amount": amount,
        "total_refunded_amount": amount,
        "net_payment": sample["total_price"] - amount,
        "refund_line_items": lines,
        "transactions": [by_card("refund", amount)],
        "financial_status": "refunded" if is_whole else "partially_refunded",
        "notifyhub": ours,
    }
