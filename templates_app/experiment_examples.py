"""Examples of tests of wordings for the API's description."""

from templates_app.api_examples import STORE, TEMPLATE_ROW

EXPERIMENT_ROW = {
    "id": "7c1d2f52-5a0e-4b8e-9a51-3b0a4a6a5b33",
    "name": "A warmer greeting",
    "kind": "ORDER_CONFIRMATION",
    "state": "RUNNING",
    "store": STORE,
    "store_count": 1,
    "unit": "CUSTOMER",
    "stopping": "PLANNED",
    "primary_metric": "CLICKED",
    "created_at": "2026-11-20T09:12:00Z",
    "created_by": "Jonas Berg",
    "started_at": "2026-11-20T10:00:00Z",
    "stopped_at": None,
    "decided_at": None,
}
_ARMS = [
    {"name": "As today", "weight_bp": 5000, "variant": None, "sender_name": "", "delay_minutes": 0},
    {"name": "Warmer", "weight_bp": 5000, "variant": "B", "sender_name": "", "delay_minutes": 0},
]
EXPERIMENT = {
    **EXPERIMENT_ROW,
    "hypothesis": "A name in the greeting makes more buyers look at their order",
    "template": TEMPLATE_ROW["id"],
    "layer": "Mails",
    "coverage_bp": 10000,
    "window_days": 14,
    "cap_minor": None,
    "guardrails": ["COMPLAINED", "BOUNCED"],
    "segments": ["returning"],
    "alpha": 0.05,
    "power": 0.8,
    "base_rate": 0.12,
    "least_effect": 0.2,
    "plan_units": 6238,
    "plan_end_at": "2026-12-20T10:00:00Z",
    "look_count": 10,
    "least_days": 7,
    "promotes_itself": False,
    "holdback_bp": 500,
    "method_version": 1,
    "started_by": "Jonas Berg",
    "stopped_by": "",
    "why_stopped": "",
    "arms": [{**arm, "number": place, "label": "AB"[place]} for place, arm in enumerate(_ARMS)],
    "stores": [{"store": STORE, "lower": 0, "upper": 10000, "is_active": True}],
    "epochs": [
        {
            "number": 1,
            "started_at": "2026-11-20T10:00:00Z",
            "weights_bp": [5000, 5000],
            "coverage_bp": 10000,
            "reason": "started",
            "actor": "Jonas Berg",
        }
    ],
    "hindrances": [],
}
EXPERIMENT_IN = {
    "name": "A warmer greeting",
    "template": TEMPLATE_ROW["id"],
    "stores": [STORE["id"]],
    "arms": _ARMS,
    "plan_units": 6238,
    "plan_end_at": "2026-12-20T10:00:00Z",
}
LAYER = {"name": "Mails", "created_at": "2026-11-20T09:12:00Z"}
HOLD_OUT = {
    "share_bp": 500,
    "changed_at": "2026-11-20T09:12:00Z",
    "changed_by": "Jonas Berg",
}
