"""Both faces of each deed: the admin's page, the verb behind it, and the API's operation.

A line reads: URL name of the page, of a list's action or a form's button (after a colon); the verb
that both faces call, where it is one call; the operations that do the same. What has no operation
stands in ALONE, with the reason. The tables are whole: test_two_faces.py fails for a page with a
POST that is in neither.
"""

from dataclasses import dataclass

from tests.house.two_faces_people import (
    PEOPLE_ALONE,
    PEOPLE_BOTH,
    PEOPLE_NOTHING,
    PEOPLE_READS,
)
from tests.house.two_faces_shopify import SHOPIFY_BOTH, SHOPIFY_READS

# fmt: off
BOTH = """
admin:orders_order_note              add_note               order_notes_create
admin:orders_order_tag               change_tag             order_tags_add
admin:orders_order_untag             change_tag             order_tags_remove
admin:orders_order_retag             write_again            order_tags_write_again
admin:orders_order_resend            resend                 messages_send_again order_send
admin:orders_order_resend            resend                 messages_preview_again
admin:orders_order_link              renew_link             order_link_renew
admin:orders_order_archive           archive_orders         order_archive
admin:orders_order_unarchive         unarchive_orders       order_unarchive
admin:orders_order_contact           record_contact         order_contacts_create
admin:orders_order_changelist:archive_chosen   archive_orders   orders_archive
admin:orders_order_changelist:unarchive_chosen unarchive_orders orders_archive
admin:order_promise                  set_promise            order_promise_set
admin:order_batches_add              begin                  order_batches_create
admin:order_batches_add              begin                  order_batches_dry_run
admin:order_batches_cancel           cancel_batch           order_batches_cancel

admin:messaging_message_cancel       cancel_message         messages_cancel
admin:messaging_message_mark_sent    settle_as_sent         messages_mark_sent
admin:messages_again                 -                      messages_send_many_again
admin:messaging_message_changelist:send_again -                messages_send_many_again
admin:batches_add                    begin                  message_batches_create
admin:batches_add                    begin                  message_batches_dry_run
admin:batches_cancel                 cancel_batch           message_batches_cancel
admin:halts_add                      halt                   halts_create
admin:halts_lift                     lift_halt              halts_lift
admin:messaging_suppression_add      suppress_recipient     suppressions_create
admin:messaging_suppression_lift     lift_suppression       suppressions_lift
admin:messaging_consent_add          record_consent         consents_create
admin:messaging_promopool_add        fill_pool              promo_pools_fill
admin:messaging_promopool_change     fill_pool              promo_pools_fill
admin:rescue_mend                    mend                   rescue_cases_mend
admin:rescue_mend_all                -                      rescue_cases_mend
admin:rescue_dismiss                 dismiss                rescue_cases_dismiss

admin:messaging_sender_add           save_sender            senders_create
admin:messaging_sender_change        save_sender            senders_change
admin:messaging_sender_delete        remove_sender          senders_remove
admin:messaging_sender_move          -                      senders_order
admin:messaging_sender_resume        resume_sender          senders_resume
admin:sender_domain_check            -                      senders_domain_check
admin:tracking_domain                name_domain            store_tracking_domain_set
admin:tracking_domain_check          -                      store_tracking_domain_check
admin:checklist_say                  -                      store_checklist_native
admin:counting_change                -                      store_attribution_set
admin:modes_change                   set_delivery_mode      store_modes_set
admin:store_look                     look_at                store_health_look
admin:alerts_add                     add_alert              alerts_add
admin:alerts_change                  change_alert           alerts_change
admin:alerts_remove                  remove_alert           alerts_remove
admin:modes_channel                  set_channel_mode       store_channel_modes_set
admin:modes_channel_clear            clear_channel_mode     store_channel_modes_clear

admin:intake_webhook_replay          replay                 shopify_webhooks_replay
admin:intake_webhook_changelist:replay replay               shopify_webhooks_replay

admin:templates_app_brand_add        save_brand             brand_save store_brand_save
admin:templates_app_brand_change     save_brand             brand_save store_brand_save
admin:templates_app_brand_delete     remove_brand           brand_remove store_brand_remove
admin:templates_app_picture_add      -                      pictures_create
admin:picture_upload                 -                      pictures_create
admin:templates_app_picture_delete   -                      pictures_remove


admin:experiments_add                -                      experiments_create
admin:experiments_planner            -                      experiments_plan
admin:experiments_edit               -                      experiments_edit
admin:experiments_forget             -                      experiments_delete
admin:experiments_start              -                      experiments_start
admin:experiments_decide             -                      experiments_decide experiments_stop
admin:experiments_reweigh            -                      experiments_weights
admin:experiments_hold_out           -                      hold_out_write

admin:audits_sign_off                sign_off               audits_sign_off
admin:audits_decide:sign_off         sign_off               audits_sign_off
admin:audits_decide:postpone         postpone               audits_postpone
admin:audits_decide:give             give                   audits_give
admin:audits_decide:look             look_at                audits_look
admin:audits_open                    open_audit             audits_open
admin:audits_rhythm                  set_rhythms            audit_rhythms_set

admin:figures_report_ask             ask_for_report         figure_reports_ask
admin:figures_report_stop            stop_report            figure_reports_stop
admin:incidents_note                 note_incident          incidents_note

admin:parcels_add                    add_parcel             parcels_add
admin:parcels_change                 change_number          parcels_change
admin:parcels_remove                 remove_parcel          parcels_remove
admin:parcels_write_back             ask_write_back         parcels_write_back
admin:parcel_scan                    -                      parcels_scans_add
admin:parcel_imports_add             check_file             parcel_imports_check
admin:parcel_imports_begin           begin_import           parcel_imports_begin
admin:parcel_imports_cancel          cancel_import          parcel_imports_cancel
admin:shipping_carrier_add           -                      carriers_add
admin:shipping_carrier_change        -                      carriers_change carriers_retire
admin:alarms_settle                  -                      alarms_settle
admin:alarms_settle_many             -                      alarms_settle
admin:trackers_add                   -                      tracking_services_add
admin:trackers_change                -                      tracking_services_change
admin:trackers_change                -                      tracking_services_remove
admin:delivery_renew                 begin_run              promise_runs_begin
admin:delivery_default               -                      calendars_change
admin:delivery_collection            set_collection_products collection_products_set
admin:delivery_table                 set_processing_times   processing_times_table
admin:delivery_settings              -                      store_delivery_settings_set
admin:delivery_processing            -                      processing_times_set
admin:delivery_processing            -                      processing_times_change
admin:delivery_processing_remove     remove_processing_time processing_times_remove
admin:delivery_calendar              -                      calendars_add calendars_change
admin:delivery_calendar_remove       remove_calendar        calendars_remove
admin:delivery_transit               -                      transit_times_set transit_times_change
admin:delivery_transit_remove        remove_transit_time    transit_times_remove

admin:buyers_data_ask                ask_for_copy           data_exports_create
admin:buyers_data_take               take_copy              data_exports_take
admin:buyers_data_again              make_again             data_exports_make_again
admin:buyers_data_erase              erase_by_hand          erasures_create
admin:buyers_data_erase_shop         ask_for_shop           store_erasures_create
admin:retention_change               choose                 store_retention_set
admin:look_changelist                choose_look            agency_look_set
admin:endpoints_add                  create_endpoint        endpoints_create
admin:endpoints_edit                 change_endpoint        endpoints_change
admin:endpoints_remove               remove_endpoint        endpoints_remove
admin:endpoints_secret               rotate_secret          endpoints_rotate_secret
admin:endpoints_secret_end           end_previous_secret    endpoints_end_previous_secret
admin:endpoints_pause                pause_endpoint         endpoints_pause
admin:endpoints_enable               enable_endpoint        endpoints_enable
admin:endpoints_test                 send_test_event        endpoints_test
admin:endpoints_again                redrive_failed         endpoints_redrive
admin:endpoints_replay               replay                 endpoints_replay
admin:endpoints_replay_stop          stop_replay            replays_stop
admin:endpoints_delivery_again       redrive                deliveries_redrive

admin:requests_settle                settle_request         requests_settle
admin:requests_tell:again            tell_again             requests_tell
admin:requests_tell:by_hand          told_by_hand           requests_tell
admin:statuspages_change             -                      page_settings_change
admin:statuspages_question_add       -                      faq_replace
admin:statuspages_question_change    -                      faq_replace
admin:statuspages_question_move      -                      faq_replace
admin:statuspages_question_remove    -                      faq_replace

admin:stores_store_add               connect_store          stores_connect
admin:stores_store_change            change_store           stores_change
admin:stores_store_change:seeing     decide_tracking        store_seeing_set
admin:endpoints_add                  create_endpoint        endpoints_create
admin:endpoints_edit                 change_endpoint        endpoints_change
admin:endpoints_remove               remove_endpoint        endpoints_remove
admin:endpoints_pause                pause_endpoint         endpoints_pause
admin:endpoints_enable               enable_endpoint        endpoints_enable
admin:endpoints_secret               rotate_secret          endpoints_rotate_secret
admin:endpoints_secret_end           end_previous_secret    endpoints_end_previous_secret
admin:endpoints_test                 send_test_event        endpoints_test
admin:endpoints_again                redrive_failed         endpoints_redrive
admin:endpoints_replay               replay                 endpoints_replay
admin:endpoints_replay_stop          stop_replay            replays_stop
admin:endpoints_delivery_again       redrive                deliveries_redrive
admin:stores_apikey_add              create_key             keys_create
admin:stores_apikey_changelist:revoke revoke_key            keys_revoke
admin:stores_apikey_changelist:rotate rotate_key            keys_rotate
"""
# fmt: on

ALONE = {
    **PEOPLE_ALONE,
    "admin:login": "a program comes with a key",
    "admin:logout": "a program comes with a key; it is ended by keys_revoke",
    "admin:password_change": "a person's own secret, which no program may hold",
    "admin:choose_password": "a person's own secret, which no program may hold",
    "admin:switch_agency": "a key is of one agency",
    "admin:choose_language": "the language of pages; the API's words are English",
    "admin:template-presence": "who looks at a page just now; programs name a version instead",
    "admin:orders_order_change": "shows; what is posted there is refused",
    "admin:messaging_message_change": "shows; what is posted there is refused",
    "admin:shipping_parcel_change": "leads on to the parcel's own page",
}

# What a page tells, and where a program reads it.
# fmt: off
READS = """
admin:orders_order_changelist            orders_list
admin:orders_order_change                orders_read order_timeline order_notes_list
admin:orders_order_change                order_attribution order_parcels_list
admin:order_promise                      order_promise
admin:funnel_changelist                  store_funnel store_archive_policy
admin:order_batches_changelist           order_batches_list
admin:order_batches_change               order_batches_read
admin:messaging_message_changelist       messages_list
admin:messaging_message_inbox            messages_list messages_body
admin:messaging_message_change           messages_read messages_body
admin:messaging_message_source           messages_source
admin:batches_changelist                 message_batches_list
admin:batches_change                     message_batches_read
admin:halts_changelist                   halts_list
admin:checklist                          store_checklist
admin:messaging_sender_changelist        senders_list
admin:messaging_sender_change            senders_read
admin:sender_domain                      senders_domain
admin:tracking_domain                    store_tracking_domain
admin:messaging_suppression_changelist   suppressions_list
admin:messaging_suppression_change       suppressions_list
admin:messaging_consent_changelist       consents_list
admin:messaging_consent_change           consents_list
admin:messaging_promopool_changelist     promo_pools_list
admin:messaging_promopool_change         promo_pools_list
admin:rescue_changelist                  rescue_cases_list
admin:counting_changelist                store_attribution
admin:modes_changelist                   store_modes store_channel_modes
admin:store_health                       store_health store_findings
admin:alerts_changelist                  alerts_list
admin:alerts_change                      alerts_read
admin:intake_webhook_changelist          shopify_webhooks_list
admin:intake_webhook_change              shopify_webhooks_read
admin:templates_app_brand_changelist     brands_list
admin:templates_app_brand_change         brand_read store_brand_read
admin:templates_app_picture_changelist   pictures_list
admin:templates_app_picture_change       pictures_list
admin:picture_choices                    pictures_list
admin:experiments_changelist             experiments_list
admin:experiments_layers                 experiments_layers hold_out_read
admin:experiments_change                 experiments_read
admin:experiments_edit                   experiments_read
admin:experiments_report                 experiments_results experiments_looks experiments_report
admin:experiments_report_file            experiments_report
admin:audits_changelist                  audits_list audit_rhythms
admin:audits_change                      audits_read
admin:figures_changelist                 figures
admin:figures_file                       figures
admin:figures_behind                     figures_behind
admin:figures_reports                    figure_reports_list
admin:incidents_changelist               incidents_list
admin:shipping_parcel_changelist         parcels_list
admin:parcels_change                     parcels_read
admin:parcel_imports_changelist          parcel_imports_list
admin:parcel_imports_change              parcel_imports_read
admin:parcel_imports_bad                 parcel_imports_lines
admin:shipping_carrier_changelist        carriers_list
admin:shipping_carrier_change            carriers_read
admin:statuspage_feedback_changelist     feedback_list feedback_summary
admin:statuspage_feedback_change         feedback_list
admin:delivery_changelist                processing_times_list transit_times_list calendars_list
admin:delivery_changelist                promise_runs_list
admin:delivery_risks                     promises_at_risk
admin:delivery_table_file                processing_times_list
admin:delivery_table                     processing_times_list
admin:delivery_settings                  store_delivery_settings
admin:delivery_collection                collection_products_list
admin:delivery_processing                processing_times_read
admin:delivery_calendar                  calendars_read
admin:delivery_transit                   transit_times_read
admin:alarms_changelist                  alarms_list
admin:parcel_scan                        parcels_scans_list
admin:trackers_changelist                tracking_services_list
admin:buyers_data_changelist             data_exports_list data_exports_read erasures_list
admin:buyers_data_erase                  erasures_list
admin:buyers_data_erase_shop             store_erasures_list
admin:retention_changelist               store_retention
admin:changes_changelist                 changes_list
admin:look_changelist                    agency_look
admin:endpoints_changelist               endpoints_list
admin:endpoints_change                   endpoints_read replays_list
admin:endpoints_edit                     endpoints_read
admin:endpoints_remove                   endpoints_read
admin:endpoints_deliveries               deliveries_list
admin:endpoints_delivery                 deliveries_read
admin:requests_changelist                requests_list
admin:statuspages_changelist             page_settings_get faq_get
admin:stores_store_changelist            stores_list
admin:stores_apikey_changelist           keys_list
admin:endpoints_changelist               endpoints_list
admin:endpoints_change                   endpoints_read replays_list
admin:endpoints_edit                     endpoints_read
admin:endpoints_deliveries               deliveries_list
admin:endpoints_delivery                 deliveries_read
admin:stores_apikey_change               keys_list
"""
# fmt: on

# Pages to look at that say nothing of their own.
NOTHING_TO_READ = {
    "admin:index": "the start page gathers what other pages tell: health_list and more",
    **PEOPLE_NOTHING,
    "admin:endpoints_remove": "asks whether one means it",
    "admin:install": "asks which shop, before the form is sent",
    "admin:jsi18n": "words of the page's scripts",
    "admin:look_stylesheet": "a colour's shades as CSS, of its address alone",
    "admin:search": "the shortcuts of the pages",
    "admin:password_change_done": "says that it worked",
    "admin:orders_order_qr": "a picture of the status page's address",
    "admin:template-orders": "orders to look at in the preview: orders_list",
    "admin:template-variables": "help for writing: the variables of the language",
    "admin:delivery_snippet": "a piece of HTML to paste into the shop's theme",
}


# What no test of the isolation posts: it is put, or changes who asks.
NOT_POSTED = {
    "admin:template-draft",
    "admin:choose_password",
    "admin:choose_language",
    "admin:switch_agency",
    "admin:logout",
}

# The other way round: what no page posts.
ONLY_PROGRAMS = {
    "rule_runs_stop": "one run alone; a page stops all that wait, by switching the rule off",
    "order_tags_bulk": "many of order_tags_add; pages have it as an action of the list",
    "order_notes_bulk": "many of order_notes_create",
    "parcels_bulk": "many of parcels_add; pages read a file instead",
    "messages_bulk": "many of order_messages_plan",
    "suppressions_bulk": "many of suppressions_create",
    "store_orders_record": "orders of other systems are brought in by programs",
    "carriers_detect": "the form of a parcel does so while one types",
    "templates_export": "reads; a page has it as a link",
    "order_messages_plan": "what a webhook plans; people send a kind from the order: order_send",
    "experiments_make_layer": "the form of an experiment makes its layer",
    "experiments_coverage": "pages start an experiment with the coverage it keeps",
}

# Named above, and still to be built.
TO_COME: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed with both its faces; `part` is the action or button of the page, if it has many."""

    page: str
    part: str
    verb: str
    operations: tuple[str, ...]


def _deeds() -> list[Deed]:
    found = []
    for line in (BOTH + PEOPLE_BOTH + SHOPIFY_BOTH).split("\n"):
        if not line.strip():
            continue
        place, verb, *operations = line.split()
        page, part = _parted(place)
        found.append(Deed(page, part, "" if verb == "-" else verb, tuple(operations)))
    return found


def _parted(place: str) -> tuple[str, str]:
    """`admin:name:part` in two."""
    site, name, *part = place.split(":")
    return f"{site}:{name}", "".join(part)


def _reads() -> dict[str, tuple[str, ...]]:
    rows = [
        line.split() for line in (READS + PEOPLE_READS + SHOPIFY_READS).split("\n") if line.strip()
    ]
    found: dict[str, tuple[str, ...]] = {}
    for page, *operations in rows:
        found[page] = (*found.get(page, ()), *operations)
    return found


DEEDS = _deeds()
SEEN = _reads()
