"""Doors of connection, baskets and domains; how to read them: isolation.py, isolation_api.py."""

# fmt: off
SHOPIFY = """
GET  admin:orders_order_shop_note         -     405/405
POST admin:orders_order_shop_note         OMS   302
GET  admin:orders_order_phone             -     405/405
POST admin:orders_order_phone             OMS   302
GET  admin:store_subscriptions            OMKSA 200
GET  admin:store_subscriptions_keep       -     405/405
POST admin:store_subscriptions_keep       OM    302
GET  admin:catching_up                    OMKSA 200
GET  admin:catching_up_start              -     405/405
POST admin:catching_up_start              OM    302
GET  admin:catching_up_pause              -     405/405
POST admin:catching_up_pause              OM    302
GET  admin:catching_up_resume             -     405/405
POST admin:catching_up_resume             OM    302
GET  admin:catching_up_cancel             -     405/405
POST admin:catching_up_cancel             OM    302
GET  admin:catching_up_look               -     405/405
POST admin:catching_up_look               OM    302
GET  admin:catching_up_answer             -     405/405
POST admin:catching_up_answer             OMS   302
GET  admin:messaging_message_release      -     405/405
POST admin:messaging_message_release      OMS   302
GET  admin:baskets_changelist             OMKSA 200
GET  admin:baskets_change                 OMKS  200
GET  admin:basket_rules_changelist        OMKSA 200
GET  admin:basket_rules_change            -     405/405
POST admin:basket_rules_change            OMK   422
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
GET  admin:install                        OM    200
POST admin:install                        OM    302
GET  admin:stores_store_release           -     405/405
POST admin:stores_store_release           O     302
"""
SHOPIFY_API = """
POST stores-installs          MANAGE_STORES   409
GET  stores-connection        VIEW_STORES     200
POST stores-connection-check  MANAGE_STORES   200
POST stores-release           RELEASE_STORES  409
GET  orders-shop-note         VIEW_ORDERS     200
PUT  orders-shop-note         NOTE_ORDERS     200
GET  messaging-order-phone    VIEW_ORDERS     200
PUT  messaging-order-phone    SEND_MESSAGES   200
POST messaging-template-test  EDIT_TEMPLATES  422
GET  intake-store-backfills   VIEW_STORES     200
POST intake-store-backfills   MANAGE_STORES   409
GET  intake-backfill          VIEW_STORES     200
POST intake-backfill-pause    MANAGE_STORES   200
POST intake-backfill-resume   MANAGE_STORES   409
POST intake-backfill-cancel   MANAGE_STORES   200
GET  intake-store-reconciliations VIEW_STORES 200
POST intake-store-reconciliations MANAGE_STORES 200
GET  intake-store-late-orders VIEW_MESSAGES   200
POST intake-store-late-orders SEND_MESSAGES   200
POST messaging-release        SEND_MESSAGES   200
GET  stores-store-subscriptions VIEW_STORES   200
POST stores-store-subscriptions-keep MANAGE_STORES 409
GET  messaging-baskets        VIEW_ORDERS     200
GET  messaging-store-baskets  VIEW_STORES     200
PUT  messaging-store-baskets  EDIT_TEMPLATES  200
GET  messaging-store-tracking-domain VIEW_STORES    200
PUT  messaging-store-tracking-domain MANAGE_STORES  200
POST messaging-store-tracking-domain-check MANAGE_STORES  409
GET  analytics-baskets        VIEW_FIGURES    200
"""
# fmt: on
SHOPIFY_BODIES = {
    "orders-shop-note": {"text": "Leave it at number 12."},
    "messaging-order-phone": {"phone": "+47 91 23 45 67", "because": "Two digits were swapped"},
    "messaging-template-test": {"to": "nobody@example.com"},
    "stores-installs": {"shop_domain": "new-shop.myshopify.com"},
    "stores-release": {"shop_domain": "another.myshopify.com"},
    "intake-store-late-orders": {"send": False},
    "messaging-store-tracking-domain": {"domain": "links.other.example"},
    "messaging-store-baskets": {"steps": [{"wait_minutes": 60}]},
}
