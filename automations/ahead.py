"""What a rule decides about an order's messages before the first of them is planned.

# Note [Before the confirmation]
The confirmation is planned in the transaction that records the order, and may be gone a second
later: a rule that reads the feed comes too late to keep it back. So where a rule says, at once when
an order is placed, who sends a message of it, that is settled here, in the same transaction. Its
run follows by the feed like any other, finds it settled, and does the rest.
"""

from datetime import datetime

from automations import feeding
from automations.cases import cases_of
from automations.data import Definition, Part
from automations.listeners import listeners
from automations.listening import LATEST
from messaging import order_modes
from messaging.states import Mode
from orders.activity import written_by_run
from orders.models import ActivityKind, Order
from stores.models import Store


def settle_modes(*, store: Store, order: Order, now: datetime) -> int:
    """Who sends what of an order that was just placed, as the store's rules say; how many were new.

    One query where no rule says so.
    """
    if order.placed_at is None or now - order.placed_at > LATEST:
        return 0
    settled = 0
    for each in listeners(store):
        wanted = modes_at_once(each.definition)
        is_since = each.rule.on_since is not None and order.placed_at >= each.rule.on_since
        if not wanted or not is_since:
            continue
        case = cases_of([order], fields=each.definition.fields(), now=now)[order.pk]
        if not feeding.asked(each.definition, case)[0]:
            continue
        for action in wanted:
            with written_by_run(str(each.rule.public_id)):
                settled += order_modes.set_order_mode(
                    order=order,
                    kind=action.values["kind"],
                    mode=Mode(action.values["mode"]),
                    actor=each.rule.name,
                    now=now,
                )
    return settled


def modes_at_once(definition: Definition) -> list[Part]:
    """The steps before any wait that say who sends a message, of rules about placed orders."""
    trigger = definition.trigger
    if trigger.type != "fact" or trigger.values.get("kind") != ActivityKind.ORDER_PLACED:
        return []
    found = []
    for action in definition.actions:
        if action.type == "wait":
            break
        if action.type == "set_mode":
            found.append(action)
    return found
