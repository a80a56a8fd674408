"""The doors of webhooks and rules in the API; how to read it: isolation_api.py."""

from tests.house.isolation_rules_api import RULES, RULES_BODIES

OUTBOUND = """
GET  outbound-events          VIEW_ORDERS     200
GET  outbound-endpoints       VIEW_STORES     200
POST outbound-endpoints       MANAGE_ENDPOINTS 201
GET  outbound-endpoint        VIEW_STORES     200
PATCH outbound-endpoint       MANAGE_ENDPOINTS 200
DELETE outbound-endpoint      MANAGE_ENDPOINTS 200
POST outbound-endpoint-secret-rotation MANAGE_ENDPOINTS 200
POST outbound-endpoint-secret-end MANAGE_ENDPOINTS 200
POST outbound-endpoint-pause  MANAGE_ENDPOINTS 200
POST outbound-endpoint-enabling MANAGE_ENDPOINTS 200
POST outbound-endpoint-test   MANAGE_ENDPOINTS 201
GET  outbound-endpoint-deliveries VIEW_STORES 200
POST outbound-endpoint-redrive MANAGE_ENDPOINTS 200
POST outbound-endpoint-replay MANAGE_ENDPOINTS 409
GET  outbound-endpoint-replays VIEW_STORES    200
POST outbound-replay-stop     MANAGE_ENDPOINTS 200
GET  outbound-delivery        VIEW_STORES     200
POST outbound-delivery-redrive MANAGE_ENDPOINTS 200
"""
OUTBOUND += RULES.lstrip()
OUTBOUND_BODIES = {
    **RULES_BODIES,
    "outbound-endpoints": {"url": "https://hooks.example.com/notifyhub"},
    "outbound-endpoint": {"description": "Other"},
    "outbound-endpoint-redrive": {"since": "2026-11-01T00:00:00Z"},
    # One runs already in this world; tests/house/replaying.py asks where none does.
    "outbound-endpoint-replay": {"since": "2100-01-01T00:00:00Z"},
}
