"""The doors of buyers' data, of changes and of the desk's look; how to read it: isolation.py."""

# fmt: off
PRIVACY = """
GET  admin:buyers_data_changelist         OM    200
GET  admin:buyers_data_ask                OM    405
POST admin:buyers_data_ask                OM    404
GET  admin:buyers_data_take               -     405/405
POST admin:buyers_data_take               OM    302
GET  admin:buyers_data_again              -     405/405
POST admin:buyers_data_again              OM    302
GET  admin:buyers_data_erase              OM    200
POST admin:buyers_data_erase              OM    404
GET  admin:buyers_data_erase_shop         OM    200
POST admin:buyers_data_erase_shop         OM    404
GET  admin:retention_changelist           OMKSA 200
GET  admin:retention_change               -     405/405
POST admin:retention_change               OM    302
GET  admin:changes_changelist             OM    200
GET  admin:look_changelist                OMKSA 200
POST admin:look_changelist                OM    302
GET  admin:look_stylesheet                OMKSA 200
"""
# fmt: on

# The API's; how to read it: isolation_api.py.
PRIVACY_API = """
GET  intake-copies            HANDLE_PRIVACY  200
POST intake-copies            HANDLE_PRIVACY  422
GET  intake-copy              HANDLE_PRIVACY  200
POST intake-copy-taking       HANDLE_PRIVACY  409
POST intake-copy-again        HANDLE_PRIVACY  200
GET  intake-erasures          HANDLE_PRIVACY  200
POST intake-erasures          HANDLE_PRIVACY  422
GET  intake-store-erasures    HANDLE_PRIVACY  200
POST intake-store-erasures    HANDLE_PRIVACY  422
GET  intake-store-retention   VIEW_STORES     200
PATCH intake-store-retention  HANDLE_PRIVACY  200
GET  stores-changes           VIEW_CHANGES    200
GET  stores-agency-look       VIEW_STORES     200
PATCH stores-agency-look      MANAGE_STORES   200
"""
PRIVACY_BODIES = {
    "intake-store-retention": {"webhooks_days": 20},
    "stores-agency-look": {"name": "Post"},
}
