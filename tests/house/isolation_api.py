"""Every door of the API: method, URL name, the verb that a key must have, and the status.

"-" is any living key. The status is the answer with ids of one's own; what a post says stands in
BODIES.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.house.isolation_fleet_api import FLEET, FLEET_BODIES
from tests.house.isolation_outbound_api import OUTBOUND, OUTBOUND_BODIES
from tests.house.isolation_people import PEOPLE_API, PEOPLE_BODIES
from tests.house.isolation_privacy import PRIVACY_API, PRIVACY_BODIES
from tests.house.isolation_shopify import SHOPIFY_API, SHOPIFY_BODIES


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
POST stores-stores            MANAGE_STORES   422
GET  stores-store             VIEW_STORES     200
PATCH stores-store            MANAGE_STORES   200
GET  stores-keys              MANAGE_KEYS     200
POST stores-keys              MANAGE_KEYS     201
POST stores-key-revocation    MANAGE_KEYS     200
POST stores-key-rotation      MANAGE_KEYS     201
GET  messaging-order-read     VIEW_ORDERS     200
POST orders-tags-again        NOTE_ORDERS     200
GET  orders-batches           VIEW_ORDERS     200
POST orders-batches           NOTE_ORDERS     201
POST orders-batches-dry-run   NOTE_ORDERS     200
GET  orders-batch             VIEW_ORDERS     200
POST orders-batch-cancel      NOTE_ORDERS     200
DELETE messaging-sender       MANAGE_STORES   200
GET  messaging-imports        HANDLE_PARCELS  200
POST messaging-imports        HANDLE_PARCELS  422
GET  messaging-import         HANDLE_PARCELS  200
GET  messaging-import-lines   HANDLE_PARCELS  200
POST messaging-import-begin   HANDLE_PARCELS  200
POST messaging-import-cancel  HANDLE_PARCELS  200
POST messaging-parcel-write-back HANDLE_PARCELS 200
GET  messaging-store-promise-runs VIEW_STORES 200
POST messaging-store-promise-runs MANAGE_STORES 201
POST statuspage-request-tell  HANDLE_PARCELS  200
GET  intake-webhooks          REPLAY_WEBHOOKS 200
GET  intake-one-webhook       REPLAY_WEBHOOKS 200
POST intake-one-webhook-replay REPLAY_WEBHOOKS 200
POST analytics-incident-note  MANAGE_STORES   200
GET  analytics-figures-behind VIEW_ORDERS     422
DELETE templates-agency-brand EDIT_TEMPLATES  200
DELETE templates-store-brand  EDIT_TEMPLATES  200
PUT  templates-block-order    EDIT_TEMPLATES  422
GET  templates-block          VIEW_TEMPLATES  200
PUT  templates-block          EDIT_TEMPLATES  200
GET  templates-translation    VIEW_TEMPLATES  200
PUT  templates-translation    EDIT_TEMPLATES  200
POST templates-audits         EDIT_TEMPLATES  422
GET  templates-audits-rhythms VIEW_TEMPLATES  200
PUT  templates-audits-rhythms EDIT_TEMPLATES  200
GET  templates-audit-one      VIEW_TEMPLATES  200
POST templates-audit-look     EDIT_TEMPLATES  200
POST templates-audit-postpone EDIT_TEMPLATES  200
POST templates-audit-give     EDIT_TEMPLATES  200
GET  orders-notes             VIEW_ORDERS     200
POST orders-notes             NOTE_ORDERS     201
POST orders-tags              NOTE_ORDERS     200
POST orders-tag-removal       NOTE_ORDERS     200
POST orders-link-renewal      HANDLE_PARCELS  200
POST orders-archive-many      NOTE_ORDERS     200
POST orders-tags-bulk         NOTE_ORDERS     200
POST orders-notes-bulk        NOTE_ORDERS     200
POST messaging-parcels-bulk   HANDLE_PARCELS  200
POST messaging-messages-bulk  SEND_MESSAGES   200
POST messaging-suppressions-bulk SEND_MESSAGES 200
POST orders-archive           NOTE_ORDERS     200
POST orders-unarchive         NOTE_ORDERS     200
POST orders-contacts          NOTE_ORDERS     201
POST intake-store-orders      RECORD_ORDERS   201
GET  orders-store-archive-policy VIEW_STORES  200
PUT  orders-store-archive-policy MANAGE_STORES 200
GET  orders-store-funnel      VIEW_ORDERS     200
GET  messaging-orders         VIEW_ORDERS     200
GET  messaging-order-timeline VIEW_ORDERS     200
POST messaging-order-messages SEND_MESSAGES   201
GET  messaging-order-promise  VIEW_ORDERS     200
PUT  messaging-order-promise  HANDLE_PARCELS  200
GET  messaging-promises-at-risk VIEW_ORDERS   200
GET  messaging-messages       VIEW_MESSAGES   200
GET  messaging-message        VIEW_MESSAGES   200
GET  messaging-body           VIEW_MESSAGES   200
GET  messaging-source         VIEW_MESSAGES   200
POST messaging-cancel         SEND_MESSAGES   200
POST messaging-mark-sent      SEND_MESSAGES   200
POST messaging-send-again     SEND_MESSAGES   201
POST messaging-send-many-again SEND_MESSAGES  200
POST messaging-preview-again  SEND_MESSAGES   200
POST messaging-order-send     SEND_MESSAGES   201
GET  stores-store-seeing      VIEW_STORES     200
PUT  stores-store-seeing      MANAGE_STORES   200
GET  messaging-store-modes    VIEW_STORES     200
GET  messaging-store-checklist VIEW_STORES    200
PUT  messaging-store-checklist MANAGE_STORES  200
PUT  messaging-store-modes    MANAGE_STORES   200
GET  tracking-store-attribution VIEW_STORES   200
PUT  tracking-store-attribution MANAGE_STORES 200
GET  tracking-order-attribution VIEW_ORDERS   200
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
GET  statuspage-feedback-list VIEW_ORDERS     200
GET  statuspage-feedback-summary VIEW_ORDERS  200
GET  statuspage-requests      VIEW_ORDERS     200
GET  statuspage-request       VIEW_ORDERS     200
POST statuspage-request-settle HANDLE_PARCELS 200
GET  statuspage-store-page    VIEW_STORES     200
PUT  statuspage-store-page    MANAGE_STORES   200
GET  statuspage-store-faq     VIEW_STORES     200
PUT  statuspage-store-faq     MANAGE_STORES   200
GET  messaging-rescue-cases   VIEW_MESSAGES   200
POST messaging-rescue-case-mend SEND_MESSAGES 200
POST messaging-rescue-case-dismiss SEND_MESSAGES 200
GET  messaging-sender-domain  MANAGE_STORES   200
POST messaging-sender-domain  MANAGE_STORES   409
GET  analytics-incidents      VIEW_FIGURES    200
GET  analytics-figures        VIEW_FIGURES    200
GET  analytics-figure-reports MANAGE_STORES   200
POST analytics-figure-reports MANAGE_STORES   422
POST analytics-report-removal MANAGE_STORES   200
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
GET  templates-experiments    VIEW_TEMPLATES  200
POST templates-experiments    EDIT_TEMPLATES  422
GET  templates-experiments-layers VIEW_TEMPLATES 200
POST templates-experiments-layers EDIT_TEMPLATES 422
GET  templates-experiment     VIEW_TEMPLATES  200
PATCH templates-experiment    EDIT_TEMPLATES  200
DELETE templates-experiment   EDIT_TEMPLATES  200
POST templates-experiment-start EDIT_TEMPLATES 409
POST templates-experiment-weights EDIT_TEMPLATES 409
POST templates-experiment-coverage EDIT_TEMPLATES 409
POST templates-experiment-stop EDIT_TEMPLATES 409
POST analytics-experiment-plan VIEW_TEMPLATES 422
GET  analytics-experiment-results VIEW_FIGURES 200
GET  analytics-experiment-looks VIEW_FIGURES  200
POST analytics-experiment-decide EDIT_TEMPLATES 409
GET  analytics-experiment-report VIEW_FIGURES 200
GET  templates-store-hold-out VIEW_TEMPLATES  200
PUT  templates-store-hold-out EDIT_TEMPLATES  200
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
GET  messaging-parcels        VIEW_ORDERS     200
POST messaging-parcels        HANDLE_PARCELS  422
GET  messaging-parcel         VIEW_ORDERS     200
PATCH messaging-parcel        HANDLE_PARCELS  200
DELETE messaging-parcel       HANDLE_PARCELS  409
GET  messaging-order-parcels  VIEW_ORDERS     200
GET  shipping-alarms          VIEW_ORDERS     200
POST shipping-alarm-settle    HANDLE_PARCELS  200
GET  shipping-trackers        VIEW_STORES     200
POST shipping-trackers        MANAGE_STORES   422
GET  shipping-tracker         VIEW_STORES     200
PATCH shipping-tracker        MANAGE_STORES   200
DELETE shipping-tracker       MANAGE_STORES   200
GET  messaging-parcel-scans   VIEW_ORDERS     200
POST messaging-parcel-scans   HANDLE_PARCELS  201
GET  shipping-carriers         VIEW_ORDERS     200
POST shipping-carriers         MANAGE_STORES   422
GET  shipping-carriers-known   VIEW_ORDERS     200
POST shipping-carriers-detect  VIEW_ORDERS     200
GET  shipping-carrier          VIEW_ORDERS     200
PATCH shipping-carrier         MANAGE_STORES   200
DELETE shipping-carrier        MANAGE_STORES   200
GET  shipping-processing-times VIEW_STORES    200
POST shipping-processing-times MANAGE_STORES  422
POST shipping-processing-table MANAGE_STORES  422
GET  shipping-processing-time VIEW_STORES     200
PATCH shipping-processing-time MANAGE_STORES  200
DELETE shipping-processing-time MANAGE_STORES 200
GET  shipping-transit-times   VIEW_STORES     200
POST shipping-transit-times   MANAGE_STORES   422
GET  shipping-transit-time    VIEW_STORES     200
PATCH shipping-transit-time   MANAGE_STORES   200
DELETE shipping-transit-time  MANAGE_STORES   200
GET  shipping-calendars       VIEW_STORES     200
POST shipping-calendars       MANAGE_STORES   422
GET  shipping-calendar        VIEW_STORES     200
PATCH shipping-calendar       MANAGE_STORES   200
DELETE shipping-calendar      MANAGE_STORES   200
GET  shipping-store-delivery-settings VIEW_STORES 200
PUT  shipping-store-delivery-settings MANAGE_STORES 200
GET  shipping-store-collection-products VIEW_STORES 200
PUT  shipping-store-collection-products MANAGE_STORES 200
"""
SOON = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
BODIES = {
    **FLEET_BODIES,
    **OUTBOUND_BODIES,
    **PEOPLE_BODIES,
    **PRIVACY_BODIES,
    **SHOPIFY_BODIES,
    "intake-store-orders": {
        "external_id": "A-1",
        "currency": "NOK",
        "buyer": {"email": "kari@example.com"},
        "lines": [{"title": "Socks", "quantity": 1, "price_minor": 9900}],
    },
    "messaging-order-promise": {"from_on": SOON, "to_on": SOON, "because": "On the phone"},
    "orders-archive-many": {"orders": ["00000000-0000-4000-8000-000000000000"]},
    # None is named here; tests/messaging/test_many_api.py names ones own and foreign ones.
    "orders-tags-bulk": {"items": [{"order_name": "#none", "tag": "gift"}]},
    "orders-notes-bulk": {"items": [{"order_name": "#none", "text": "A test asks"}]},
    "messaging-parcels-bulk": {"items": [{"order_name": "#none", "number": "370722150123456789"}]},
    "messaging-messages-bulk": {
        "items": [{"order_name": "#none", "kind": "ORDER_CONFIRMATION"}],
    },
    "messaging-suppressions-bulk": {
        "items": [{"store": "00000000-0000-4000-8000-000000000000", "address": "kari@example.com"}],
    },
    "orders-contacts": {"channel": "PHONE", "text": "Called"},
    "orders-store-archive-policy": {"archive_after_days": 30},
    # No store is named here; tests/shipping/test_rules_api.py names ones own and foreign ones.
    # No order is named here; tests/messaging/test_parcels_api.py names ones own and foreign ones.
    "messaging-parcels": {"number": "370722150123456789"},
    "messaging-parcel": {"because": "A test asks"},
    "shipping-alarm-settle": {"because": "A test asks"},
    "shipping-trackers": {"service": "AFTERSHIP", "secret": "short"},
    "shipping-tracker": {"is_on": False},
    "messaging-parcel-scans": {"state": "IN_TRANSIT", "city": "Oslo"},
    "shipping-carriers": {"name": "Fjordbud"},
    "shipping-carriers-detect": {"number": "LX123456785NO"},
    "shipping-carrier": {"phone": "+47 22 03 00 45"},
    "shipping-processing-times": {"level": "STORE", "min_days": 1, "max_days": 2},
    "shipping-processing-table": {"csv": "level,min,max"},
    "shipping-transit-times": {"min_days": 1, "max_days": 2},
    "shipping-calendars": {"name": "Oslo", "cutoff": "14:00"},
    "shipping-processing-time": {"max_days": 9},
    "shipping-transit-time": {"max_days": 9},
    "shipping-calendar": {"cutoff": "11:00"},
    "shipping-store-delivery-settings": {"tells_delays": True},
    "shipping-store-collection-products": {"products": ["84"]},
    "templates-audit-sign-off": {"note": "A test asks"},
    "orders-batches": {"deed": "ARCHIVE"},
    "orders-batches-dry-run": {"deed": "ARCHIVE"},
    # No store is named; tests/messaging/test_parcel_imports_api.py names own and foreign ones.
    "messaging-imports": {"csv": "order;number"},
    "messaging-store-promise-runs": {"because": "A test asks"},
    # Nobody's address; tests/messaging/test_trials_api.py has a colleague's.
    "statuspage-request-tell": {"by_hand": True},
    "templates-block-order": {"version": 2, "keys": []},
    "templates-block": {"version": 2},
    "templates-translation": {"version": 2, "blocks": {}},
    # No template is named; tests/templates_app/test_audit_deeds_api.py names own and foreign ones.
    "templates-audits": {},
    "templates-audits-rhythms": {"rhythms": []},
    "templates-audit-postpone": {"until": SOON, "note": "A test asks"},
    "templates-audit-give": {"email": None},
    # Not enough to connect one; tests/stores/test_stores_api.py does.
    "stores-stores": {"name": "New"},
    "stores-store": {"state": "PAUSED"},
    # No app is set up here; tests/stores/test_connection_api.py has one.
    # Another name than the store's; tests/stores/test_connection_api.py types it.
    "stores-member": {"role": "ANALYST"},
    "stores-keys": {"name": "ERP", "verbs": ["VIEW_ORDERS"], "stores": None},
    "orders-notes": {"text": "Customer phoned"},
    "orders-tags": {"tag": "gift"},
    "orders-tag-removal": {"tag": "gift"},
    "orders-link-renewal": {"because": "It was posted in public"},
    "messaging-store-checklist": {"kind": "ORDER_CONFIRMATION", "shopify": "SHORT"},
    "stores-store-seeing": {"mode": "OFF"},
    "tracking-store-attribution": {"window_days": 14},
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
    "statuspage-request-settle": {"is_granted": True, "answer": "A test answers"},
    "statuspage-store-page": {"return_days": 30},
    "statuspage-store-faq": {"locale": "nb", "questions": [{"question": "a", "answer": "b"}]},
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
    # Nothing is named here; test_experiments_api.py names one's own and foreign ones.
    "templates-experiments": {"name": "Warmer"},
    "templates-experiments-layers": {},
    "templates-experiment": {"coverage_bp": 5000},
    "templates-experiment-weights": {"weights_bp": [5000, 5000], "reason": "A test asks"},
    "templates-experiment-coverage": {"coverage_bp": 5000, "reason": "A test asks"},
    "templates-store-hold-out": {"share_bp": 500},
    # Nothing is named here; tests/analytics/test_experiments_api.py names own and foreign ones.
    "analytics-experiment-plan": {},
    "analytics-experiment-decide": {"arm": None},
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
    tables = (API, FLEET, OUTBOUND, PEOPLE_API, PRIVACY_API, SHOPIFY_API)
    for line in "".join(table.lstrip() for table in tables).strip().split("\n"):
        method, name, verb, own = line.split()
        found.append(KeyDoor(method, name, "" if verb == "-" else verb, int(own)))
    return found


KEY_DOORS = _read_api()
