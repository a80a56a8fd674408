"""Every page of the house: method, URL name, which roles pass, and with what status.

Roles: O(wner) M(anager) K (marketer) S(upport) A(nalyst). Who is not named gets `refused`, 403
unless written behind a slash. `own` is the answer with ids of one's own stores; with ids of another
agency it is 404 for whoever may pass the door at all.
"""

from dataclasses import dataclass

from stores.roles import Role
from tests.house.isolation_delivery import DELIVERY
from tests.house.isolation_fleet import FLEET
from tests.house.isolation_outbound import OUTBOUND
from tests.house.isolation_people import OWN_LOG_IN, PEOPLE
from tests.house.isolation_privacy import PRIVACY
from tests.house.isolation_shopify import SHOPIFY

LETTERS = {
    "O": Role.OWNER,
    "M": Role.MANAGER,
    "K": Role.MARKETER,
    "S": Role.SUPPORT,
    "A": Role.ANALYST,
}


@dataclass(frozen=True, slots=True)
class Door:
    method: str
    name: str
    roles: str
    own: int
    refused: int = 403

    def status_for(self, role: Role) -> int:
        return self.own if role in {LETTERS[letter] for letter in self.roles} else self.refused


# fmt: off
FRAME = """
GET  admin:index                          OMKSA 200
GET  admin:login                          OMKSA 302
GET  admin:logout                         -     405/405
GET  admin:password_change                OMKSA 200
GET  admin:password_change_done           OMKSA 200
GET  admin:jsi18n                         OMKSA 200
GET  admin:search                         OMKSA 200
GET  admin:switch_agency                  -     405/405
POST admin:switch_agency                  -     404/404
GET  admin:choose_language                -     405/405
POST admin:choose_language                -     404/404
GET  admin:choose_password                -     410/410
POST admin:choose_password                -     410/410
POST admin:login                          OMKSA 200
POST admin:password_change                OMKSA 200
"""

PAGES = """
GET  admin:orders_order_changelist        OMKS  200
GET  admin:orders_order_add               -     403
POST admin:orders_order_add               -     403
GET  admin:orders_order_change            OMKS  200
POST admin:orders_order_change            OMKS  405
GET  admin:orders_order_history           OMKS  200
GET  admin:orders_order_delete            -     403
POST admin:orders_order_delete            -     403
GET  admin:orders_order_note              -     405/405
POST admin:orders_order_note              OMS   302
GET  admin:orders_order_tag               -     405/405
POST admin:orders_order_tag               OMS   302
GET  admin:orders_order_resend            -     405/405
POST admin:orders_order_resend            OMS   302
GET  admin:orders_order_link              -     405/405
POST admin:orders_order_link              OMS   302
GET  admin:orders_order_untag             -     405/405
POST admin:orders_order_untag             OMS   302

GET  admin:orders_order_archive           -     405/405
POST admin:orders_order_archive           OMS   302
GET  admin:orders_order_unarchive         -     405/405
POST admin:orders_order_unarchive         OMS   302
GET  admin:orders_order_retag             -     405/405
POST admin:orders_order_retag             OMS   302
GET  admin:orders_order_contact           -     405/405
POST admin:orders_order_contact           OMS   302
GET  admin:orders_order_qr                OMKS  200
GET  admin:batches_changelist             OMKS  200
GET  admin:batches_add                    OMS   200
POST admin:batches_add                    OMS   404
GET  admin:batches_change                 OMKS  200
GET  admin:batches_cancel                 -     405/405
POST admin:batches_cancel                 OMS   302
GET  admin:checklist                      OMKSA 200
GET  admin:checklist_say                  -     405/405
POST admin:checklist_say                  OM    302
GET  admin:halts_changelist               OMKS  200
GET  admin:halts_add                      -     405/405
POST admin:halts_add                      OMS   302
GET  admin:halts_lift                     -     405/405
POST admin:halts_lift                     OMS   302

GET  admin:messaging_message_changelist   OMKS  200
GET  admin:messaging_message_inbox        OMKS  200
GET  admin:messaging_message_add          -     403
POST admin:messaging_message_add          -     403
GET  admin:messaging_message_change       OMKS  200
POST admin:messaging_message_change       OMKS  405
GET  admin:messaging_message_history      OMKS  200
GET  admin:messaging_message_source       OMKS  200
GET  admin:messaging_message_delete       -     403
POST admin:messaging_message_delete       -     403
GET  admin:messaging_message_cancel       -     405/405
POST admin:messaging_message_cancel       OMS   302
GET  admin:messages_again                 -     405/405
POST admin:messages_again                 OMS   200
GET  admin:messaging_message_mark_sent    -     405/405
POST admin:messaging_message_mark_sent    OMS   302

GET  admin:messaging_sender_changelist    OM    200
GET  admin:messaging_sender_add           OM    200
POST admin:messaging_sender_add           OM    200
GET  admin:messaging_sender_change        OM    200
POST admin:messaging_sender_change        OM    200
GET  admin:messaging_sender_history       OM    200
GET  admin:messaging_sender_delete        OM    200
POST admin:messaging_sender_delete        OM    302
GET  admin:messaging_sender_move          -     405/405
POST admin:messaging_sender_move          OM    302
GET  admin:messaging_sender_resume        -     405/405
POST admin:messaging_sender_resume        OM    302

GET  admin:messaging_suppression_changelist OMKS 200
GET  admin:messaging_suppression_add      OMS   200
POST admin:messaging_suppression_add      OMS   200
GET  admin:messaging_suppression_change   OMKS  200
POST admin:messaging_suppression_change   -     403
GET  admin:messaging_suppression_history  OMKS  200
GET  admin:messaging_suppression_delete   -     403
POST admin:messaging_suppression_delete   -     403
GET  admin:messaging_suppression_lift     -     405/405
POST admin:messaging_suppression_lift     OMS   302

GET  admin:messaging_consent_changelist   OMKS  200
GET  admin:messaging_consent_add          OMS   200
POST admin:messaging_consent_add          OMS   200
GET  admin:messaging_consent_change       OMKS  200
POST admin:messaging_consent_change       -     403
GET  admin:messaging_consent_history      OMKS  200
GET  admin:messaging_consent_delete       -     403
POST admin:messaging_consent_delete       -     403



GET  admin:messaging_promopool_changelist OMKSA 200
GET  admin:messaging_promopool_add        OMK   200
POST admin:messaging_promopool_add        OMK   200
GET  admin:messaging_promopool_change     OMKSA 200
POST admin:messaging_promopool_change     OMK   200
GET  admin:messaging_promopool_history    OMKSA 200
GET  admin:messaging_promopool_delete     -     403
POST admin:messaging_promopool_delete     -     403

GET  admin:sender_domain                  OM    200
GET  admin:sender_domain_check            -     405/405
POST admin:sender_domain_check            OM    302
GET  admin:tracking_domain                OM    200
POST admin:tracking_domain                OM    302
GET  admin:tracking_domain_check          -     405/405
POST admin:tracking_domain_check          OM    302

GET  admin:counting_changelist            OMKSA 200
GET  admin:counting_change                -     405/405
POST admin:counting_change                OM    302


GET  admin:modes_changelist               OMKSA 200
GET  admin:modes_change                   -     405/405
POST admin:modes_change                   OM    302
GET  admin:modes_channel                  -     405/405
POST admin:modes_channel                  OM    302
GET  admin:modes_channel_clear            -     405/405
POST admin:modes_channel_clear            OM    302

GET  admin:intake_webhook_changelist      OMS   200
GET  admin:intake_webhook_add             -     403
POST admin:intake_webhook_add             -     403
GET  admin:intake_webhook_change          OMS   200
POST admin:intake_webhook_change          -     403
GET  admin:intake_webhook_history         OMS   200
GET  admin:intake_webhook_delete          -     403
POST admin:intake_webhook_delete          -     403
GET  admin:intake_webhook_replay          -     405/405
POST admin:intake_webhook_replay          OMS   302

GET  admin:templates_app_brand_changelist OMKSA 200
GET  admin:templates_app_brand_add        OMK   200
POST admin:templates_app_brand_add        OMK   302
GET  admin:templates_app_brand_change     OMKSA 200
POST admin:templates_app_brand_change     OMK   302
GET  admin:templates_app_brand_history    OMKSA 200
GET  admin:templates_app_brand_delete     OMK   200
POST admin:templates_app_brand_delete     OMK   302


GET  admin:experiments_changelist         OMKSA 200
GET  admin:experiments_add                OMK   200
POST admin:experiments_add                OMK   200
GET  admin:experiments_planner            -     405/405
POST admin:experiments_planner            OMK   200
GET  admin:experiments_layers             OMKSA 200
GET  admin:experiments_hold_out           -     405/405
POST admin:experiments_hold_out           OMK   404
GET  admin:experiments_change             OMKSA 302/302
GET  admin:experiments_edit               OMKSA 200
POST admin:experiments_edit               OMK   200
GET  admin:experiments_forget             -     405/405
POST admin:experiments_forget             OMK   302
GET  admin:experiments_start              -     405/405
POST admin:experiments_start              OMK   302
GET  admin:experiments_decide             -     405/405
POST admin:experiments_decide             OMK   302
GET  admin:experiments_reweigh            -     405/405
POST admin:experiments_reweigh            OMK   302
GET  admin:experiments_report             OMKSA 200
GET  admin:experiments_report_file        OMKSA 200
GET  admin:templates_app_picture_changelist OMKSA 200
GET  admin:templates_app_picture_add      OMK   200
POST admin:templates_app_picture_add      OMK   200
GET  admin:templates_app_picture_change   OMKSA 200
POST admin:templates_app_picture_change   -     403
GET  admin:templates_app_picture_history  OMKSA 200
GET  admin:templates_app_picture_delete   OMK   200
POST admin:templates_app_picture_delete   OMK   302
GET  admin:picture_choices                OMKSA 200
GET  admin:picture_upload                 -     405/405
POST admin:picture_upload                 OMK   409

GET  admin:rescue_changelist              OMKS  200
GET  admin:rescue_mend                    -     405/405
POST admin:rescue_mend                    OMS   302
GET  admin:rescue_dismiss                 -     405/405
POST admin:rescue_dismiss                 OMS   302
GET  admin:rescue_mend_all                -     405/405
POST admin:rescue_mend_all                OMS   302

GET  admin:figures_changelist             OMKSA 200
GET  admin:figures_file                   OMKSA 200
GET  admin:figures_behind                 OMKS  200
GET  admin:figures_reports                OMKSA 200
GET  admin:figures_report_ask             -     405/405
POST admin:figures_report_ask             OMKSA 302
GET  admin:figures_report_stop            -     405/405
POST admin:figures_report_stop            OM    302

GET  admin:incidents_changelist           OMKSA 200
GET  admin:incidents_note                 -     405/405
POST admin:incidents_note                 OM    302

GET  admin:audits_changelist              OMKSA 200
GET  admin:audits_change                  OMKSA 200
GET  admin:audits_decide                  -     405/405
POST admin:audits_decide                  OMK   302
GET  admin:audits_sign_off                -     405/405
POST admin:audits_sign_off                OMK   302
GET  admin:audits_rhythm                  -     405/405
POST admin:audits_rhythm                  OMK   302
GET  admin:audits_open                    -     405/405
POST admin:audits_open                    OMK   302

GET  admin:stores_store_changelist        OMKSA 200
GET  admin:stores_store_add               OM    200
POST admin:stores_store_add               OM    200
GET  admin:stores_store_change            OMKSA 200
POST admin:stores_store_change            OM    200
GET  admin:stores_store_history           OMKSA 200
GET  admin:stores_store_check             -     405/405
POST admin:stores_store_check             OM    302
GET  admin:stores_store_delete            -     403
POST admin:stores_store_delete            -     403

GET  admin:stores_apikey_changelist       OM    200
GET  admin:stores_apikey_add              OM    200
POST admin:stores_apikey_add              OM    200
GET  admin:stores_apikey_change           OM    200
POST admin:stores_apikey_change           -     403
GET  admin:stores_apikey_history          OM    200
GET  admin:stores_apikey_delete           -     403
POST admin:stores_apikey_delete           -     403
"""
# fmt: on

# Doors for everybody, and those that a signature or a token opens; who tries them.
OTHER_DOORS = {
    "home": "tests/desk/test_frame.py: leads to the log-in, and asks nothing of the database",
    "stores-callback": "tests/journeys/test_install.py: signed by Shopify, and begun by oneself",
    "stores-embedded": "tests/stores/test_embedding.py: a session token of Shopify's speaks",
    "intake-webhook": "tests/intake: signed by Shopify's HMAC",
    "intake-tracking": "tests/intake: signed by the tracking service",
    "tracking-report": "tests/tracking: signed by the sender's mail service",
    "tracking-returned": "tests/tracking: signed by the address that the mail came back to",
    "statuspage-order": "tests/statuspage: the address is a secret of the buyer",
    "statuspage-find": "tests/statuspage: it tells nobody anything",
    "statuspage-who": "tests/statuspage: the address is a secret of the buyer",
    "statuspage-mine": "tests/statuspage: the address is a secret of the buyer",
    "statuspage-questions": "tests/statuspage: the address is a secret of the buyer",
    "statuspage-done": "tests/statuspage: the address is a secret of the buyer",
    "statuspage-again": "tests/statuspage: the address is a secret of the buyer",
    "statuspage-email": "tests/statuspage: the address is a secret of the buyer",
    "statuspage-code": "tests/statuspage: the address is a secret of the buyer",
    "statuspage-address": "tests/statuspage: the address is a secret of the buyer",
    "statuspage-problem": "tests/statuspage: the address is a secret of the buyer",
    "statuspage-return": "tests/statuspage: the address is a secret of the buyer",
    "statuspage-feedback": "tests/statuspage: the address is a secret of the buyer",
    "statuspage-survey": "tests/statuspage: the address is a signed secret of the reader",
    "statuspage-mail-feedback": "tests/statuspage: the address is a signed secret of the reader",
    "statuspage-device": "tests/statuspage: the address is a secret of the buyer",
    "statuspage-seen": "tests/statuspage: the address is a secret, and its body is signed",
    "statuspage-storefront": "a script, the same for all",
    "statuspage-storefront-processing": "what any shop page shows to anybody",
    "statuspage-storefront-email-hint": "what any shop page shows to anybody",
    "statuspage-witness": "a script, the same for all",
    "statuspage-notices": "a script, the same for all",
    "statuspage-worker": "a script, the same for all",
    "messaging-sms-answer": "tests/messaging: signed with the account's token",
    "messaging-sms-fate": "tests/messaging: signed with the account's token",
    "statuspage-preferences": "tests/statuspage: the address is a signed secret of the reader",
    "api-schema": "the API's description, the same for all",
    "api-docs": "the API's description, the same for all",
    "? ^": "404 as a problem, for any path below /api/v1/",
}


def _read(table: str) -> list[Door]:
    doors = []
    for line in table.split("\n"):
        if not line.strip():
            continue
        method, name, roles, statuses = line.split()
        own, _slash, refused = statuses.partition("/")
        letters = "" if roles == "-" else roles
        doors.append(
            Door(method, name, letters, int(own), int(refused or (own if not letters else 403)))
        )
    return doors


TABLES = (FRAME, OWN_LOG_IN, PAGES, PEOPLE, DELIVERY, OUTBOUND, FLEET, PRIVACY, SHOPIFY)
DOORS = [door for table in TABLES for door in _read(table)]
