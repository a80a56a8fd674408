"""Every door of the API: method, URL name, the verb that a key must have, and the status.

"-" is any living key. The status is the answer with ids of one's own; what a post says stands in
BODIES.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyDoor:
    """A door of the API, which a key opens by a verb."""

    method: str
    name: str
    verb: str
    own: int


API = """
GET  stores-me                -               200
GET  stores-stores            VIEW_STORES     200
GET  stores-keys              MANAGE_KEYS     200
POST stores-keys              MANAGE_KEYS     201
POST stores-key-revocation    MANAGE_KEYS     200
POST stores-key-rotation      MANAGE_KEYS     201
GET  orders-order             VIEW_ORDERS     200
GET  orders-notes             VIEW_ORDERS     200
POST orders-notes             NOTE_ORDERS     201
POST orders-tags              NOTE_ORDERS     200
POST orders-tag-removal       NOTE_ORDERS     200
GET  messaging-orders         VIEW_ORDERS     200
GET  messaging-order-timeline VIEW_ORDERS     200
POST messaging-order-messages SEND_MESSAGES   201
GET  messaging-messages       VIEW_MESSAGES   200
GET  messaging-message        VIEW_MESSAGES   200
GET  messaging-body           VIEW_MESSAGES   200
GET  messaging-source         VIEW_MESSAGES   200
POST messaging-release        SEND_MESSAGES   200
POST messaging-cancel         SEND_MESSAGES   200
POST messaging-mark-sent      SEND_MESSAGES   200
POST messaging-send-again     SEND_MESSAGES   201
POST messaging-send-many-again SEND_MESSAGES  200
POST messaging-preview-again  SEND_MESSAGES   200
POST messaging-order-send     SEND_MESSAGES   201
GET  messaging-store-modes    VIEW_STORES     200
GET  messaging-store-checklist VIEW_STORES    200
PUT  messaging-store-checklist MANAGE_STORES  200
PUT  messaging-store-modes    MANAGE_STORES   200
GET  messaging-store-senders  VIEW_STORES     200
POST messaging-store-senders  MANAGE_STORES   201
PUT  messaging-store-senders-order MANAGE_STORES 409
GET  messaging-sender         VIEW_STORES     200
PATCH messaging-sender        MANAGE_STORES   200
POST messaging-sender-resume  MANAGE_STORES   200
GET  messaging-batches        VIEW_MESSAGES   200
POST messaging-batches        SEND_MESSAGES   201
POST messaging-batches-dry-run SEND_MESSAGES  200
GET  messaging-batch          VIEW_MESSAGES   200
POST messaging-batch-cancel   SEND_MESSAGES   200
GET  messaging-consents       VIEW_MESSAGES   200
POST messaging-consents       SEND_MESSAGES   422
GET  messaging-halts          VIEW_MESSAGES   200
POST messaging-halts          SEND_MESSAGES   422
POST messaging-halt-lift      SEND_MESSAGES   200
GET  messaging-promo-pools    VIEW_TEMPLATES  200
POST messaging-promo-pools    EDIT_TEMPLATES  422
GET  messaging-rescue-cases   VIEW_MESSAGES   200
POST messaging-rescue-case-mend SEND_MESSAGES 200
POST messaging-rescue-case-dismiss SEND_MESSAGES 200
GET  messaging-sender-domain  MANAGE_STORES   200
POST messaging-sender-domain  MANAGE_STORES   409
GET  analytics-incidents      VIEW_FIGURES    200
GET  messaging-suppressions   VIEW_MESSAGES   200
POST messaging-suppressions   SEND_MESSAGES   422
POST messaging-suppression-lift SEND_MESSAGES 200
GET  templates-templates      VIEW_TEMPLATES  200
POST templates-templates      EDIT_TEMPLATES  422
GET  templates-template       VIEW_TEMPLATES  200
PUT  templates-template       EDIT_TEMPLATES  409
PATCH templates-template      EDIT_TEMPLATES  200
POST templates-publish        EDIT_TEMPLATES  200
POST templates-schedule       EDIT_TEMPLATES  200
POST templates-unschedule     EDIT_TEMPLATES  200
POST templates-adoption       EDIT_TEMPLATES  200
POST templates-variants       EDIT_TEMPLATES  201
POST templates-variant-removal EDIT_TEMPLATES 200
POST templates-render         VIEW_TEMPLATES  200
POST templates-lint           VIEW_TEMPLATES  200
POST templates-waivers        EDIT_TEMPLATES  200
POST templates-export         VIEW_TEMPLATES  200
POST templates-import         EDIT_TEMPLATES  422
GET  templates-revisions      VIEW_TEMPLATES  200
GET  templates-revision       VIEW_TEMPLATES  200
POST templates-revision-restore EDIT_TEMPLATES 201
GET  templates-rollouts       VIEW_TEMPLATES  200
POST templates-rollouts       EDIT_TEMPLATES  422
POST templates-rollouts-dry-run EDIT_TEMPLATES 422
GET  templates-rollout        VIEW_TEMPLATES  200
GET  templates-rollout-mails  VIEW_TEMPLATES  200
POST templates-rollout-pause  EDIT_TEMPLATES  200
POST templates-rollout-resume EDIT_TEMPLATES  409
POST templates-rollout-cancel EDIT_TEMPLATES  200
POST templates-rollout-roll-back EDIT_TEMPLATES 200
GET  templates-brands         VIEW_TEMPLATES  200
GET  templates-agency-brand   VIEW_TEMPLATES  200
PUT  templates-agency-brand   EDIT_TEMPLATES  200
GET  templates-store-brand    VIEW_TEMPLATES  200
PUT  templates-store-brand    EDIT_TEMPLATES  200
GET  templates-audits         VIEW_TEMPLATES  200
POST templates-audit-sign-off EDIT_TEMPLATES  200
GET  templates-pictures       VIEW_TEMPLATES  200
POST templates-pictures       EDIT_TEMPLATES  415
DELETE templates-picture      EDIT_TEMPLATES  200
"""
BODIES = {
    "templates-audit-sign-off": {"note": "A test asks"},
    "stores-keys": {"name": "ERP", "verbs": ["VIEW_ORDERS"], "stores": None},
    "orders-notes": {"text": "Customer phoned"},
    "orders-tags": {"tag": "gift"},
    "orders-tag-removal": {"tag": "gift"},
    "messaging-store-checklist": {"kind": "ORDER_CONFIRMATION", "shopify": "SHORT"},
    "messaging-store-modes": {"kind": "ORDER_CONFIRMATION", "mode": "OFF"},
    "messaging-store-senders": {"transport": "CAPTURE"},
    # Nobody's sender; tests/messaging/test_senders.py names ones own and foreign ones.
    "messaging-store-senders-order": {"senders": ["3f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02"]},
    "messaging-sender": {"name": "Other"},
    # No store is named here; tests/messaging/test_rules.py names ones own and foreign ones.
    "messaging-suppressions": {"address": "kari@example.com"},
    # No store is named here; tests/messaging/test_promo_pools.py names ones own and foreign ones.
    "messaging-promo-pools": {"name": "Autumn", "codes": ["K7QM"]},
    "messaging-batches": {"deed": "RELEASE", "state": "HELD", "because": "A test asks"},
    "messaging-batches-dry-run": {"deed": "RELEASE", "state": "HELD"},
    # No store is named here; tests/messaging/test_bulk.py names ones own and foreign ones.
    "messaging-halts": {"because": "A test asks"},
    "messaging-rescue-case-mend": {"address": "anna@example.com"},
    "messaging-rescue-case-dismiss": {"because": "A test asks"},
    # This world's sender keeps its mail here; tests/messaging/test_domains.py has others.
    "messaging-sender-domain": {"selectors": ["k1"]},
    # No store is named here; tests/messaging/test_consents_api.py names one's own and foreign ones.
    "messaging-consents": {"address": "kari@example.com"},
    "messaging-suppression-lift": {"because": "A test asks"},
    "messaging-order-messages": {"kind": "ORDER_CONFIRMATION"},
    "messaging-send-again": {"because": "A test asks"},
    # Nobody's message; tests/messaging/test_correcting_api.py names ones own and foreign ones.
    "messaging-send-many-again": {
        "messages": ["3f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02"],
        "because": "A test asks",
    },
    "messaging-order-send": {"kind": "ORDER_CONFIRMATION", "because": "A test asks"},
    # Neither is named here; tests/templates_app/test_api.py names ones own and foreign ones.
    "templates-templates": {"kind": "ORDER_CONFIRMATION"},
    "templates-rollouts": {"kinds": []},
    "templates-rollouts-dry-run": {"kinds": []},
    "templates-template": {"version": 2, "blocks": []},
    "templates-schedule": {"publishes_at": "2100-01-01T00:00:00Z"},
    "templates-adoption": {"version": 2},
    "templates-variants": {"name": "Shorter"},
    "templates-render": {"locale": "nb"},
    "templates-waivers": {"rule": "L01", "reason": "The shop page shows the status."},
    "templates-export": {"locale": "nb"},
    "templates-agency-brand": {"accent": "#1F4D45"},
    "templates-store-brand": {"accent": "#1F4D45"},
}


def _read_api() -> list[KeyDoor]:
    found = []
    for line in API.strip().split("\n"):
        method, name, verb, own = line.split()
        found.append(KeyDoor(method, name, "" if verb == "-" else verb, int(own)))
    return found


KEY_DOORS = _read_api()
