"""The rules of a store that are on, with their words read once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from automations import definitions, listening
from automations.data import Definition
from automations.models import Rule, RuleVersion
from stores.models import Store


@dataclass(frozen=True, slots=True)
class Listener:
    """A rule, what it says, and which facts it listens to (none: it walks over orders)."""

    rule: Rule
    definition: Definition
    kinds: frozenset[str]


def listener(rule: Rule) -> Listener:
    definition = definitions.kept(rule.definition)
    return Listener(rule, definition, listening.kinds_heard(definition))


def listeners(store: Store) -> list[Listener]:
    """The store's rules that are on, in their order. One query."""
    return [listener(rule) for rule in Rule.objects.on().of_store(store)]


def versions_of(rule_ids: Iterable[int], by_rule: Mapping[int, Listener]) -> dict[int, int]:
    """The row of the words that each rule has now. One query."""
    wanted = set(rule_ids)
    rows = RuleVersion.objects.filter(rule_id__in=wanted)
    found = {
        (rule_id, number): pk for pk, rule_id, number in rows.values_list("pk", "rule_id", "number")
    }
    return {pk: found[pk, by_rule[pk].rule.version] for pk in wanted}
