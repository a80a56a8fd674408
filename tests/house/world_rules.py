"""A rule, what it did, called and said, and a task for staff: one row of each, marked."""

from datetime import datetime
from typing import Any

from django.db import models

from automations.models import (
    Rule,
    RuleCall,
    RuleFeed,
    RuleMessage,
    RuleRun,
    RuleSweep,
    RuleVersion,
)
from messaging.models import Message, OrderMode
from orders.models import Order, StaffTask

DEFINITION = {
    "trigger": {"type": "fact", "kind": "ORDER_PLACED"},
    "once_per": "FACT",
    "match": "ALL",
    "conditions": [],
    "actions": [{"type": "tag_order", "tag": "vip"}],
}


def rules_of(order: Order, mark: str, now: datetime) -> dict[type[models.Model], Any]:
    """Runs in the scope of the order's store."""
    store = order.store
    rule = Rule.objects.create(
        agency_id=store.agency_id,
        store=store,
        name=f"Rule {mark}",
        definition=DEFINITION,
        secret="whsec_c2VjcmV0IG9mIGEgd29ybGQgb2YgdGVzdHM=",
        created_by=f"Somebody {mark}",
        created_at=now,
        changed_by=f"Somebody {mark}",
        changed_at=now,
    )
    version = RuleVersion.objects.create(
        agency_id=store.agency_id, rule=rule, number=1, definition=DEFINITION, created_at=now
    )
    run = RuleRun.objects.create(
        store=store,
        rule=rule,
        version=version,
        order=order,
        trigger_key=f"fact:{mark}",
        kind="ORDER_PLACED",
        happened_at=now,
        outcomes=[{"action": "tag_order", "state": "DONE", "tag": mark}],
        step=1,
        run_after=now,
        created_at=now,
    )
    call = RuleCall.objects.create(
        store=store,
        run=run,
        step=0,
        url=f"https://{mark}.example/hook",
        body=f'{{"data": "{mark}"}}',
        state="FAILED",
        next_at=now,
        error=f"500 {mark}",
        created_at=now,
        settled_at=now,
    )
    message = Message.objects.filter(order=order).order_by("pk").first()
    assert message is not None
    said = RuleMessage.objects.create(store=store, run=run, message=message, step=0)
    feed = RuleFeed.objects.create(store=store)
    sweep = RuleSweep.objects.create(store=store, rule=rule, due_at=now, done_at=now)
    mode = OrderMode.objects.create(
        store=store,
        order=order,
        kind="REVIEW_REQUEST",
        mode="WE_SEND",
        actor=f"Rule {mark}",
        changed_at=now,
    )
    task = StaffTask.objects.create(
        store=store,
        order=order,
        key=f"rule:{mark}",
        title=f"Task {mark}",
        text=f"Look {mark}",
        given_by=f"Rule {mark}",
        given_at=now,
    )
    for row in (rule, run, call, task):
        row.refresh_from_db()  # their public ids are the database's
    found = (rule, version, run, call, said, feed, sweep, mode, task)
    return {type(row): row for row in found}
