"""How tables would lie on a distributed Postgres: docs/scaling.md, section "By store".

Distributed by store_id is every table in which no store_id is missing; the others stand here.
"""

from typing import Final

# Small, of an agency or of the house, and joined with stores' rows: a copy on each node.
REFERENCE: Final = frozenset(
    {
        "automations_rule",
        "automations_ruleversion",
        "messaging_batch",
        "messaging_mailboxdomain",
        "stores_agency",
        "stores_apikey",
        "stores_installation",
        "stores_membership",
        "stores_store",
        "stores_user",
        "templates_app_arm",
        "templates_app_block",
        "templates_app_brand",
        "templates_app_experiment",
        "templates_app_experimentepoch",
        "templates_app_layer",
        "templates_app_picture",
        "templates_app_picturecontent",
        "templates_app_revision",
        "templates_app_template",
        "templates_app_variant",
        "templates_app_variantwording",
        "templates_app_wording",
        "tracking_currencyrate",
        "tracking_networklist",
    }
)
# Of an agency or the house, and joined with no store's rows in a hot path: on the coordinator.
LOCAL: Final = frozenset(
    {
        "account_emailaddress",
        "account_emailconfirmation",
        "analytics_decision",
        "analytics_feedcursor",
        "analytics_figuremail",
        "analytics_figurereport",
        "analytics_incident",
        "analytics_incidentnotice",
        "analytics_look",
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "django_admin_log",
        "django_content_type",
        "django_migrations",
        "django_session",
        "fleet_alert",
        "fleet_alertrule",
        "messaging_stagefigure",
        "mfa_authenticator",
        "orders_orderbatch",
        "outbound_delivery",
        "outbound_deliveryattempt",
        "outbound_endpoint",
        "outbound_endpointnotice",
        "outbound_replay",
        "stores_change",
        "stores_invitation",
        "stores_letter",
        "stores_namedcall",
        "stores_signup",
        "templates_app_audit",
        "templates_app_auditentry",
        "templates_app_auditreminder",
        "templates_app_auditrhythm",
        "templates_app_rollout",
        "templates_app_rolloutitem",
        "templates_app_waiver",
        "tracking_feedcursor",
    }
)
# Unique over all stores, and looked up before the store is known: what tells it then.
ASKED_OF_ALL: Final = {
    "orders_order.token": "the address of a buyer's page",
    "messaging_sender.public_id": "the address that mail services report to",
    "shipping_trackeraccount.public_id": "the address that tracking services report to",
    "analytics_experimentunit.experiment_id, unit_hash": "a test's unit",
    "messaging_assignment.experiment_id, unit_hash": "a test's unit",
}
# They name a row of the same store, of tables whose months are dropped: hence without a constraint.
NAMES_A_ROW: Final = frozenset({"tracking_judgement.message_id", "tracking_verdict.at, event_id"})
# Keys from the coordinator into rows of stores, which it cannot enforce.
LOOSE: Final = frozenset(
    {
        ("analytics_incident", "messaging_sender"),
        ("fleet_alert", "fleet_finding"),
        ("outbound_delivery", "orders_order"),
    }
)
