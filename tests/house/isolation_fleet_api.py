"""The doors of sales channels and of the stores' health in the API; how to read it:
isolation_api.py.
"""

FLEET = """
GET  messaging-store-channel-modes VIEW_STORES 200
PUT  messaging-store-channel-modes MANAGE_STORES 200
POST messaging-store-channel-modes-clear MANAGE_STORES 200
GET  fleet-health             VIEW_STORES     200
GET  fleet-store-health       VIEW_STORES     200
POST fleet-store-health-look  VIEW_STORES     200
GET  fleet-store-findings     VIEW_STORES     200
GET  fleet-alerts             VIEW_STORES     200
POST fleet-alerts             MANAGE_STORES   201
GET  fleet-alert              VIEW_STORES     200
PATCH fleet-alert             MANAGE_STORES   200
DELETE fleet-alert            MANAGE_STORES   200
"""
FLEET_BODIES = {
    "messaging-store-channel-modes": {
        "sales_channel": "EBAY",
        "kind": "ORDER_CONFIRMATION",
        "teller": "OFF",
    },
    "fleet-alerts": {"email": "ops@example.com"},
    "fleet-alert": {"rhythm": "DIGEST"},
    "messaging-store-channel-modes-clear": {"sales_channel": "POS", "kind": "DELIVERED"},
}
