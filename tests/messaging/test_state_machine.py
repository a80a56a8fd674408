"""Everything that can happen to messages, in any order, against a small model of what is promised.

`MACHINE_EXAMPLES=2000 MACHINE_STEPS=50` runs it long; a failure prints how to repeat it.
"""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    invariant,
    run_state_machine_as_test,
)

from orders.models import Activity
from stores.models import Store
from stores.scope import every_store
from templates_app.services import ensure_default_template
from tests.factories import payloads
from tests.messaging import shop as shops
from tests.messaging.machine.people import People
from tests.messaging.machine.telling import Telling
from tests.messaging.machine.working import Working
from tests.messaging.machine.world import KINDS
from tests.messaging.model import TOLD
from tests.messaging.traces import tables_naming

pytestmark = pytest.mark.django_db


class Messages(Telling, Working, People):
    @invariant()
    def timeline_is_complete(self) -> None:
        if not hasattr(self, "model") or not self.model.said:
            return
        rows = {row.pk: key for key, row in self._rows().items()}
        facts = Activity.objects.filter(message_id__in=list(rows))
        told = Counter(
            (rows[pk or 0], kind.removeprefix("MESSAGE_"))
            for pk, kind in facts.values_list("message_id", "kind")
        )
        for key, said in self.model.said.items():
            if key[0].startswith("order"):
                expected = {(key, state): count for state, count in said.told.items() if count}
                found = {k: told[k] for k in told if k[0] == key and k[1] in TOLD}
                assert found == expected, (key, said)

    @invariant()
    def erased_buyers_leave_no_trace(self) -> None:
        for buyer in self.redacted:
            assert tables_naming(shops.canary(buyer)) == []


EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "40"))
STEPS = int(os.environ.get("MACHINE_STEPS", "30"))
SHRINKS = os.environ.get("MACHINE_SHRINKS", "1") == "1"


def test_whatever_happens_messages_are_as_promised(store: Store) -> None:
    with every_store(because="a test publishes the default words"):
        for kind in KINDS:
            ensure_default_template(agency=store.agency, kind=kind, now=payloads.START)
    machine = type("Machine", (Messages,), {"store": store})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            report_multiple_bugs=False,
            phases=set(Phase) - (set() if SHRINKS else {Phase.shrink, Phase.explain}),
            suppress_health_check=list(HealthCheck),
        ),
    )
