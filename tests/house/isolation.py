"""Every page of the house: method, URL name, which roles pass, and with what status.

Roles: O(wner) M(anager) K (marketer) S(upport) A(nalyst). Who is not named gets `refused`, 403
unless written behind a slash. `own` is the answer with ids of one's own stores; with ids of another
agency it is 404 for whoever may pass the door at all.
"""

from dataclasses import dataclass

from stores.roles import Role

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
GET  admin:orders_order_untag             -     405/405
POST admin:orders_order_untag             OMS   302

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
GET  admin:messaging_message_release      -     405/405
POST admin:messaging_message_release      OMS   302
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

GET  admin:modes_changelist               OMKSA 200
GET  admin:modes_change                   -     405/405
POST admin:modes_change                   OM    302

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

GET  admin:templates_app_template_changelist OMKSA 200
GET  admin:template-store                 OMKSA 200
GET  admin:template-agency-history        OMKSA 200
GET  admin:template-import                OMK   200
POST admin:template-import                OMK   200
GET  admin:template-store-export          OMKSA 200
GET  admin:template-history               OMKSA 200
GET  admin:template-store-history         OMKSA 200
GET  admin:template-revision              OMKSA 200
GET  admin:template-revision-again        -     405/405
POST admin:template-revision-again        OMK   302
GET  admin:template-push                  OMK   200
POST admin:template-push                  OMK   302
GET  admin:template-push-difference       OMK   200
GET  admin:template-rollouts              OMKSA 200
GET  admin:template-rollout               OMKSA 200
GET  admin:template-rollout-steer         -     405/405
POST admin:template-rollout-steer         OMK   302
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
GET  admin:template-own                   OMK   302
POST admin:template-own                   OMK   302
GET  admin:template-editor                OMKSA 200
GET  admin:template-draft                 OMKSA 200
POST admin:template-draft                 -     405/405
GET  admin:template-variants              -     405/405
POST admin:template-variants              OMK   400
GET  admin:template-presence              -     405/405
POST admin:template-presence              OMKSA 200
GET  admin:template-preview               -     405/405
POST admin:template-preview               OMKSA 400
GET  admin:template-alone                 OMKSA 200
GET  admin:template-matrix                OMKSA 200
GET  admin:template-orders                OMKS  200
GET  admin:template-variables             OMKSA 200
GET  admin:template-findings              -     405/405
POST admin:template-findings              OMKSA 400
GET  admin:template-waivers               -     405/405
POST admin:template-waivers               OMK   400
GET  admin:template-export                OMKSA 200
GET  admin:template-adopt                 OMK   302
POST admin:template-adopt                 OMK   302
GET  admin:template-publish               -     405/405
POST admin:template-publish               OMK   400
GET  admin:template-test                  -     405/405
POST admin:template-test                  OMK   400

GET  admin:stores_store_changelist        OMKSA 200
GET  admin:stores_store_add               OM    200
POST admin:stores_store_add               OM    200
GET  admin:stores_store_change            OMKSA 200
POST admin:stores_store_change            OM    200
GET  admin:stores_store_history           OMKSA 200
GET  admin:stores_store_delete            -     403
POST admin:stores_store_delete            -     403

GET  admin:stores_membership_changelist   O     200
GET  admin:stores_membership_add          O     200
POST admin:stores_membership_add          O     200
GET  admin:stores_membership_change       O     200
POST admin:stores_membership_change       O     200
GET  admin:stores_membership_history      O     200
GET  admin:stores_membership_delete       O     200
POST admin:stores_membership_delete       O     302
GET  admin:stores_membership_link         -     405/405
POST admin:stores_membership_link         O     200

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
    "intake-webhook": "tests/intake: signed by Shopify's HMAC",
    "tracking-report": "tests/tracking: signed by the sender's mail service",
    "statuspage-order": "tests/statuspage: the address is a secret of the buyer",
    "statuspage-device": "tests/statuspage: the address is a secret of the buyer",
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


DOORS = _read(FRAME) + _read(PAGES)
