"""Examples for the API's description."""

STORE = {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"}
BLOCK = {
    "key": "greeting",
    "type": "greeting",
    "settings": {"texts": {"nb": {"title": "Takk for handelen"}}},
    "is_locked": False,
    "origin": "STORE",
}
TEMPLATE_ROW = {
    "id": "5b0f7a52-5a0e-4b8e-9a51-3b0a4a6a5b22",
    "store": STORE,
    "kind": "ORDER_CONFIRMATION",
    "name": "Order confirmation",
    "version": 4,
    "changed_at": "2026-11-20T09:12:00Z",
    "changed_by": "Jonas Berg",
    "publishes_at": None,
}
TEMPLATE = {**TEMPLATE_ROW, "base": 3, "blocks": [BLOCK], "variants": [], "news": None}
VARIANT = {"label": "B", "name": "Shorter", "created_at": "2026-11-20T09:12:00Z"}
REVISION_ROW = {
    "number": 3,
    "store": STORE,
    "kind": "ORDER_CONFIRMATION",
    "note": "Warmer greeting before Christmas",
    "restores": None,
    "locales": ["en", "nb"],
    "fingerprint": "9f2c",
    "created_at": "2026-11-20T09:12:00Z",
    "created_by": "Jonas Berg",
    "way": {"engine": "compiled", "engine_reason": "", "css": "pressed", "css_reason": ""},
}
REVISION = {
    **REVISION_ROW,
    "blocks": [BLOCK],
    "sources": {
        "en": {"subject": "Order {{ name }}", "preheader": "", "short": "", "html": "<p>…</p>"}
    },
    "brand": {"accent": "#1F4D45"},
}
RENDERED = {
    "subject": "Order #1001",
    "html": "<p>…</p>",
    "text": "…",
    "locale": "nb",
    "promo_share": 0.0,
    "problems": [],
}
FORECAST = {
    "store": STORE,
    "kind": "ORDER_CONFIRMATION",
    "outcome": "CONFLICT",
    "changed": ["help"],
    "conflicts": ["greeting"],
    "locked": [],
    "brand_changes": [],
}
DRY_RUN = {
    "mail_count": 14,
    "store_count": 9,
    "unchanged_count": 4,
    "mails": [FORECAST],
    "left_out_count": 0,
}
ROLLOUT = {
    "id": "7b0f7a52-5a0e-4b8e-9a51-3b0a4a6a5b33",
    "kinds": ["ORDER_CONFIRMATION"],
    "state": "RUNNING",
    "why_paused": "",
    "store_count": 9,
    "stage": 0,
    "stages": [{"percent": 10, "store_count": 1, "counts": {"WAITING": 1}}],
    "next_at": "2026-11-20T09:12:00Z",
    "note": "Warmer greeting before Christmas",
    "created_at": "2026-11-20T09:12:00Z",
    "created_by": "Jonas Berg",
    "changed_at": "2026-11-20T09:12:00Z",
    "changed_by": "Jonas Berg",
}
ROLLOUT_MAIL = {
    "store": STORE,
    "kind": "ORDER_CONFIRMATION",
    "stage": 0,
    "state": "DONE",
    "decision": "KEEP_STORE",
    "why": "",
    "before": 2,
    "after": 3,
    "done_at": "2026-11-20T09:12:00Z",
}
BRAND = {
    "store": STORE,
    "own": {"accent": "#1F4D45", "logo_width": None, "footer": ""},
    "worn": {"accent": "#1F4D45", "logo_width": 160, "footer": "Thank you"},
    "changed_at": "2026-11-20T09:12:00Z",
}
