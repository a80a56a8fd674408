"""Stops a rule that runs for one order again and again.

# Note [The fuse]
No rule sets a rule off (Note [No loops] in listening.py), but two systems can: we tag, an app
answers by changing the tag, and so on. So a rule runs for one order at most MOST_RUNS times within
a day, whatever its words were in between. What is more is not run: one stopped run says why, and
the rule says when (`fused_at`), which staff find on the start page.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count

from automations.data import Firing, Seen
from automations.listeners import Listener, versions_of
from automations.models import Ending, Rule, RuleRun, RunState
from stores.models import Store

MOST_RUNS: Final = 10
WITHIN: Final = timedelta(days=1)

Holding = tuple[Firing, tuple[Seen, ...]]


def keep(
    store: Store, by_rule: Mapping[int, Listener], holding: Sequence[Holding], *, now: datetime
) -> list[Holding]:
    """Those that may run. Of the others the first is told. See Note [The fuse]."""
    counts = runs_lately({(one.rule_id, one.order_id) for one, _seen in holding}, now=now)
    kept: list[Holding] = []
    blown: dict[tuple[int, int | None], Firing] = {}
    for one, seen in holding:
        pair = (one.rule_id, one.order_id)
        if one.order_id is not None and counts[pair] >= MOST_RUNS:
            blown.setdefault(pair, one)
            continue
        counts[pair] += 1
        kept.append((one, seen))
    if blown:
        _tell(store, by_rule, list(blown.values()), now)
    return kept


def runs_lately(
    pairs: set[tuple[int, int | None]], *, now: datetime
) -> Counter[tuple[int, int | None]]:
    """How often each rule ran for each order of late. One query (index rule_runs_of_order)."""
    orders = {order for _rule, order in pairs if order is not None}
    if not orders:
        return Counter()
    rows = RuleRun.objects.filter(
        order_id__in=orders,
        rule_id__in={rule for rule, _order in pairs},
        created_at__gt=now - WITHIN,
    )
    found = rows.values_list("rule_id", "order_id").annotate(count=Count("pk")).order_by()
    return Counter({(rule, order): count for rule, order, count in found})


def _tell(
    store: Store, by_rule: Mapping[int, Listener], blown: Sequence[Firing], now: datetime
) -> None:
    rule_ids = {one.rule_id for one in blown}
    versions = versions_of(rule_ids, by_rule)
    RuleRun.objects.bulk_create(
        [
            RuleRun(
                store=store,
                rule_id=one.rule_id,
                version_id=versions[one.rule_id],
                order_id=one.order_id,
                trigger_key=f"fuse:{one.order_id}:{now:%Y-%m-%d}",
                kind=one.kind,
                happened_at=one.at,
                about=dict(one.about),
                state=RunState.STOPPED,
                ending=Ending.FUSE,
                run_after=now,
                created_at=now,
                ended_at=now,
            )
            for one in blown
        ],
        ignore_conflicts=True,
    )
    Rule.objects.filter(pk__in=rule_ids).update(fused_at=now)
