"""What the room's operations show as examples."""

from typing import Any, Final

STORE_ID: Final = "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11"
DEFINITION: Final[dict[str, Any]] = {
    "trigger": {"type": "fact", "kind": "ORDER_PLACED"},
    "once_per": "FACT",
    "match": "ALL",
    "conditions": [
        {"field": "total", "op": "at_least", "value": {"amount": "1000.00", "currency": "NOK"}}
    ],
    "actions": [{"type": "tag_order", "tag": "vip"}, {"type": "task", "title": "Say thanks"}],
}
RULE: Final[dict[str, Any]] = {
    "id": "3f1c7f3e-1f9b-4a0e-8d0f-5a6a4a6d1c22",
    "store": {"id": STORE_ID, "name": "Fjell & Garn"},
    "name": "Thank those who buy much",
    "sentence": "When an order is placed, and its total is at least NOK1,000.00, tag it “vip” and "
    "give staff the task “Say thanks”.",
    "definition": DEFINITION,
    "version": 3,
    "position": 100,
    "state": "ON",
    "on_since": "2026-11-20T09:12:00Z",
    "stopped_itself_at": None,
    "recipe": "",
    "created_by": "Mina Berg",
    "created_at": "2026-11-19T09:12:00Z",
    "changed_by": "Mina Berg",
    "changed_at": "2026-11-20T09:12:00Z",
}
ORDER: Final = {"id": "5d0a4b0e-62b1-4f0c-9f43-6f7c8f4a2d55", "name": "#10482"}
SEEN: Final[list[dict[str, Any]]] = [
    {
        "field": "total",
        "op": "at_least",
        "value": {"amount": "1000.00", "currency": "NOK"},
        "seen": {"amount": "1849.00", "currency": "NOK"},
        "holds": True,
    }
]
RUN: Final[dict[str, Any]] = {
    "id": "9be1f9c4-2f47-43a0-9d8e-b3f1b0a9c7e1",
    "rule": {"id": RULE["id"], "name": RULE["name"]},
    "version": 3,
    "store": RULE["store"],
    "order": ORDER,
    "set_off_by": "ORDER_PLACED",
    "happened_at": "2026-11-20T10:02:11Z",
    "because": SEEN,
    "state": "DONE",
    "ending": "",
    "step": 2,
    "goes_on_at": "2026-11-20T10:02:14Z",
    "outcomes": [
        {"at": "2026-11-20T10:02:14+00:00", "action": "tag_order", "state": "DONE", "tag": "vip"},
        {
            "at": "2026-11-20T10:02:14+00:00",
            "action": "task",
            "state": "DONE",
            "title": "Say thanks",
        },
    ],
    "created_at": "2026-11-20T10:02:13Z",
    "ended_at": "2026-11-20T10:02:14Z",
}
DRY_RUN: Final[dict[str, Any]] = {
    "sentence": RULE["sentence"],
    "would_run_count": 1,
    "orders": [
        {
            "order": ORDER,
            "placed_at": "2026-11-20T10:02:11Z",
            "at": "2026-11-20T10:02:11Z",
            "would_run": True,
            "because": "",
            "seen": SEEN,
            "steps": [
                {"action": "tag_order", "state": "DONE", "tag": "vip"},
                {"action": "task", "state": "DONE", "title": "Say thanks"},
            ],
        }
    ],
}
RECIPE: Final[dict[str, Any]] = {
    "code": "high-value",
    "name": "Large orders are looked over",
    "explanation": "A task for staff before a large order leaves.",
    "sentence": RULE["sentence"],
    "definition": DEFINITION,
}
VOCABULARY: Final[dict[str, Any]] = {
    "triggers": [
        {
            "name": "tag_added",
            "words": "An order gets a tag",
            "help": "By staff, by Shopify or by another app; never by a rule.",
            "parameters": [
                {
                    "name": "tag",
                    "words": "tag",
                    "type": "pattern",
                    "choices": [],
                    "is_required": True,
                    "default": None,
                    "least": 1,
                    "most": 255,
                    "hint": "A star stands for anything: spring*",
                }
            ],
        }
    ],
    "fields": [
        {
            "name": "total",
            "words": "its total",
            "help": "",
            "type": "money",
            "operators": ["at_least", "at_most"],
            "choices": [],
        }
    ],
    "operators": [{"code": "at_least", "words": "is at least"}],
    "actions": [],
    "once_per": [{"code": "FACT", "words": "each time it happens"}],
    "match": [{"code": "ALL", "words": "all of them"}],
}
