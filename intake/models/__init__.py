"""What we are told, and what we ask for ourselves."""

from intake.models.backfill import Backfill, BackfillState
from intake.models.catching_up import Find, FindState, Reconciliation, Subject, Watermark
from intake.models.webhook import Webhook, WebhookState

__all__ = [
    "Backfill",
    "BackfillState",
    "Find",
    "FindState",
    "Reconciliation",
    "Subject",
    "Watermark",
    "Webhook",
    "WebhookState",
]
