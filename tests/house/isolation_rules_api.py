"""The doors of rules and tasks in the API; how to read it: isolation_api.py."""

from typing import Any

RULES = """
GET  automations-rules        VIEW_ORDERS     200
POST automations-rules        MANAGE_RULES    201
GET  automations-rule         VIEW_ORDERS     200
PATCH automations-rule        MANAGE_RULES    200
DELETE automations-rule       MANAGE_RULES    200
POST automations-rule-on      MANAGE_RULES    200
POST automations-rule-off     MANAGE_RULES    200
POST automations-rule-secret-rotation MANAGE_RULES 200
POST automations-dry-run      MANAGE_RULES    422
GET  automations-runs         VIEW_ORDERS     200
GET  automations-run          VIEW_ORDERS     200
POST automations-run-stop     MANAGE_RULES    200
GET  automations-recipes      VIEW_ORDERS     200
POST automations-recipes      MANAGE_RULES    201
GET  automations-vocabulary   VIEW_ORDERS     200
GET  orders-tasks             VIEW_ORDERS     200
POST orders-task-done         NOTE_ORDERS     200
"""
DEFINITION: dict[str, Any] = {
    "trigger": {"type": "fact", "kind": "ORDER_PLACED"},
    "actions": [{"type": "tag_order", "tag": "vip"}],
}
RULES_BODIES: dict[str, Any] = {
    "automations-rules": {"name": "VIPs", "definition": DEFINITION},
    "automations-rule": {"name": "Other"},
    "automations-recipes": {"code": "high-value"},
    # Which store is asked of, tests/house/replaying.py says.
    "automations-dry-run": {"definition": DEFINITION},
}
