"""What beat rings, and how often in seconds. Each finds work whose own bell was lost."""

BEAT: dict[str, float] = {
    "analytics.fold": 10,
    "analytics.watch": 120,
    "intake.handle_due": 5,
    "intake.prune_bodies": 6 * 3600,
    "messaging.fall_back_due": 60,
    "messaging.run_batches": 5,
    "messaging.check_domains": 600,
    "messaging.forget_old_words": 6 * 3600,
    "messaging.send_due": 2,
    "messaging.send_urgent": 2,
    "templates_app.advance_rollouts": 60,
    "templates_app.forget_pictures": 24 * 3600,
    "templates_app.open_audits": 3600,
    "templates_app.publish_due": 60,
    "templates_app.remind_auditors": 6 * 3600,
    "tracking.fold_events": 10,
    "tracking.make_months": 24 * 3600,
    "tracking.prune_reports": 3600,
    "tracking.settle_reports": 5,
}
