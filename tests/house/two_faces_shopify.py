"""Both faces of the connection, of rules and of baskets; how to read it: two_faces.py."""

# fmt: off
SHOPIFY_BOTH = """
admin:orders_order_shop_note         change_shop_note       order_shop_note_set
admin:orders_order_phone             correct_number         order_phone_set
admin:archive_rule                   choose_policy          store_archive_policy_set
admin:messaging_message_release      release_message        messages_release
admin:messaging_message_changelist:release    release_message  messages_release
admin:catching_up_start              start_backfill         store_backfills_start
admin:catching_up_pause              pause_backfill         backfills_pause
admin:catching_up_resume             resume_backfill        backfills_resume
admin:catching_up_cancel             cancel_backfill        backfills_cancel
admin:catching_up_look               look_now               store_reconciliations_start
admin:catching_up_answer             answer_finds           store_late_orders_answer
admin:store_subscriptions_keep       ask_to_keep            store_subscriptions_keep
admin:basket_rules_change            change_rules           store_baskets_set
admin:template-own                   own_template           templates_create
admin:template-draft                 save_draft             templates_save templates_change
admin:template-draft:block           -                      template_blocks_set
admin:template-draft:order           -                      template_blocks_order
admin:template-draft:language        -                      template_translations_set
admin:template-variants:add          add_variant            templates_add_variant
admin:template-variants:remove       remove_variant         templates_remove_variant
admin:template-preview               -                      templates_render
admin:template-findings              findings_of            templates_lint
admin:template-waivers               waive_finding          templates_waive
admin:template-adopt                 adopt_base             templates_adopt
admin:template-publish               publish_template       templates_publish
admin:template-publish:later         schedule_publication   templates_schedule
admin:template-publish:cancel        cancel_publication     templates_unschedule
admin:template-test                  send_test              templates_test
admin:template-import                import_templates       templates_import
admin:template-revision-again        -                      revisions_restore
admin:template-push                  -                      rollouts_start rollouts_dry_run
admin:template-rollout-steer         -                      rollouts_pause rollouts_resume
admin:template-rollout-steer         -                      rollouts_cancel rollouts_roll_back
admin:automations_add                create_rule            rules_create
admin:automations_add                dry_run                rules_dry_run
admin:automations_recipe             create_recipe          rule_recipes_make
admin:automations_edit               change_rule            rules_change
admin:automations_edit               dry_run                rules_dry_run
admin:automations_on                 switch_on              rules_switch_on
admin:automations_off                switch_off             rules_switch_off
admin:automations_secret             rotate_secret          rules_rotate_secret
admin:automations_remove             remove_rule            rules_remove
admin:automations_task_done          finish_task            tasks_finish
admin:install                        begin_install          stores_install
admin:stores_store_check             presence               store_connection_check
admin:stores_store_release           release_store          store_release
"""
SHOPIFY_READS = """
admin:automations_changelist             rules_list rule_recipes_list
admin:automations_add                    rule_vocabulary_read
admin:automations_change                 rules_read rule_runs_list
admin:automations_edit                   rules_read
admin:automations_remove                 rules_read
admin:automations_tasks                  tasks_list
admin:catching_up                        store_backfills_list store_reconciliations_list
admin:catching_up                        store_late_orders_read backfills_read
admin:store_subscriptions                store_subscriptions
admin:baskets_changelist                 baskets_list figures_baskets
admin:baskets_change                     baskets_list
admin:basket_rules_changelist            store_baskets
admin:templates_app_template_changelist  templates_list
admin:template-store                     templates_list
admin:template-editor                    templates_read template_blocks_read
admin:template-editor                    template_translations_read
admin:template-draft                     templates_read
admin:template-alone                     templates_render
admin:template-matrix                    templates_render
admin:template-export                    templates_export
admin:template-store-export              templates_export
admin:template-history                   revisions_list
admin:template-store-history             revisions_list
admin:template-agency-history            revisions_list
admin:template-revision                  revisions_read
admin:template-push-difference           rollouts_dry_run
admin:template-rollouts                  rollouts_list
admin:template-rollout                   rollouts_read rollouts_mails
admin:stores_store_change                stores_read store_seeing store_connection
"""
# fmt: on
