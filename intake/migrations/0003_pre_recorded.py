"""Who changes settings is kept, of all rooms at once: intake stands above them."""

from django.db import migrations

from stores.recorded import Recorded

CHANGED = ("changed_at", "changed_by")
# An endpoint's row is also where it stands in the feed: most of its updates are no settings.
SETTINGS = "({0}.url, {0}.description, {0}.kinds, {0}.state, {0}.secret, {0}.previous_secret)"
ENDPOINT_CHANGES = f"{SETTINGS.format('OLD')} IS DISTINCT FROM {SETTINGS.format('NEW')}"
FARES = (
    *("failing_since", "failures_count", "last_error", "rests_until", "is_slow", "delivered_at"),
    *("cursor_xid", "cursor_id", "served_at", "changed_at"),
)
TOKENS = ("access_expires_at", "refresh_token", "refresh_expires_at", "previous_refresh_token")


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_pre_webhooks_not_done"),
        ("analytics", "0009_pre_no_news"),
        ("messaging", "0021_pre_lists_by_filters"),
        ("orders", "0015_pre_lists_by_filters"),
        ("outbound", "0002_pre_calls_of_an_endpoint"),
        ("shipping", "0008_pre_lists_by_filters"),
        ("statuspage", "0003_pre_copies_and_lookups"),
        ("stores", "0011_pre_compliance"),
        ("templates_app", "0010_pre_no_news"),
        ("tracking", "0005_pre_attribution"),
    ]

    operations = [
        Recorded("stores_agency"),
        Recorded("stores_store", quiet=("changed_at",)),
        Recorded("stores_credential", quiet=("changed_at", *TOKENS)),
        Recorded("stores_apikey", quiet=("last_used_at",), secret=("lookup",)),
        Recorded("stores_membership"),
        Recorded("stores_retention", quiet=CHANGED),
        Recorded("templates_app_brand", quiet=("changed_at", "to_audit")),
        Recorded(
            "templates_app_template", quiet=(*CHANGED, "version", "opened_by", "opened_at", "order")
        ),
        Recorded("templates_app_variant"),
        Recorded("templates_app_revision", quiet=("brand",)),
        Recorded("templates_app_waiver"),
        Recorded("templates_app_auditrhythm", quiet=CHANGED),
        Recorded("templates_app_holdout", quiet=CHANGED),
        Recorded("templates_app_experiment"),
        Recorded(
            "messaging_sender",
            quiet=("waits_until", "trouble", "trouble_detail", "trouble_since"),
            secret=("options",),
        ),
        Recorded("messaging_deliverymode", quiet=("changed_at", "actor")),
        Recorded("messaging_halt"),
        Recorded("messaging_nativemail", quiet=("said_at", "actor")),
        Recorded("messaging_promopool", quiet=("missed_at",)),
        Recorded("orders_ordersettings", quiet=CHANGED),
        Recorded("shipping_calendar", quiet=CHANGED),
        Recorded("shipping_calendarday"),
        Recorded("shipping_carrier"),
        Recorded("shipping_deliverysettings", quiet=CHANGED),
        Recorded("shipping_processingtime", quiet=CHANGED),
        Recorded("shipping_transittime", quiet=CHANGED),
        Recorded("shipping_trackeraccount", quiet=("heard_at",)),
        Recorded("statuspage_pagesettings", quiet=CHANGED),
        Recorded("statuspage_faqentry", quiet=CHANGED),
        Recorded("outbound_endpoint", quiet=FARES, also=ENDPOINT_CHANGES),
        Recorded("tracking_attributionsettings"),
        Recorded("analytics_figurereport"),
    ]
