"""Keeping what became of a store's rules.

# Note [Rules have a version]
Whoever reads a store's rules often (each product page of the shop does) keeps them, and asks only
for their version: the number of the store's newest RuleChange, one look at an index. A number is
taken before its transaction commits; so that no lower one appears after a higher one was read, all
who change rules of a store take its row first, and stand in line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db import models

from common.errors import DomainError
from shipping.models import RuleChange, Subject
from stores.models import Store

LONGEST_WHO: Final = 254
MOST_SHOWN: Final = 50


class RuleRefused(DomainError):
    """A rule that cannot be kept; `field` names what is wrong with it, "" the whole."""

    code = "delivery-rule-refused"

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class RuleInUse(RuleRefused):
    """Other rules stand on it; the error says which."""

    code = "delivery-rule-in-use"


class Outcome(StrEnum):
    """What came of saying a rule."""

    ADDED = "ADDED"
    CHANGED = "CHANGED"
    SAME = "SAME"


@dataclass(frozen=True, slots=True)
class By:
    """Who changes, and when."""

    actor: str
    now: datetime


def hold_rules(store: Store) -> None:
    """Let no one else change this store's rules until the transaction ends."""
    Store.objects.select_for_update(no_key=True).only("pk").get(pk=store.pk)


def keep_change(
    store: Store,
    subject: Subject,
    name: str,
    by: By,
    *,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    """Write down what was changed. Wants `hold_rules` before it."""
    RuleChange.objects.create(
        store=store,
        subject=subject,
        name=name[:300],
        before=before,
        after=after,
        at=by.now,
        actor=by.actor[:LONGEST_WHO],
    )


def version_of(store_id: int) -> int:
    """See Note [Rules have a version]. 0: never changed. One query."""
    newest = RuleChange.objects.filter(store_id=store_id).aggregate(newest=models.Max("id"))
    return newest["newest"] or 0


def newest_changes(store_id: int) -> list[RuleChange]:
    """The last changes of a store's rules, newest first. One query."""
    return list(RuleChange.objects.filter(store_id=store_id).order_by("-id")[:MOST_SHOWN])
