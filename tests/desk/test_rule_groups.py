"""Groups of conditions in a rule's form: added, filled in, turned round, and never lost."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from automations.definitions import read_definition
from automations.models import Rule
from desk.automations import building
from desk.automations.conditions import NEW
from stores.models import Store, User
from stores.scope import store_scope

VIP = {"field": "tags", "op": "has", "value": "vip"}
FIRST = {"field": "is_first_order", "op": "is", "value": True}
RULE: dict[str, Any] = {
    **building.EMPTY,
    "conditions": [{"any": [VIP, FIRST]}, {"field": "is_paid", "op": "is", "value": True}],
    "actions": [{"type": "tag_order", "tag": "watch"}],
}


def form_of(said: dict[str, Any]) -> QueryDict:
    """The fields that the form would post for it."""
    form = QueryDict(mutable=True)
    trigger, conditions, actions = building.pieces_of(said, {}, "NOK")
    inner = [one for piece in conditions for one in piece.inner]
    for piece in (trigger, *conditions, *inner, *actions):
        for blank in (piece.chooser, *piece.blanks):
            if blank is None:
                continue
            if isinstance(blank.value, dict):
                form.update({f"{blank.name}.{part}": each for part, each in blank.value.items()})
            else:
                text = str(blank.value).lower() if isinstance(blank.value, bool) else blank.value
                form[blank.name] = text
    form["match"], form["once_per"] = said["match"], said["once_per"]
    return form


def conditions(said: dict[str, Any], deed: str) -> Any:
    return building.changed(said, deed)["conditions"]


def test_what_the_form_shows_is_what_it_reads() -> None:
    found = building.definition_in(form_of(RULE))

    assert found == RULE
    assert read_definition(found)


def test_the_word_of_a_group_is_changed_and_keeps_its_conditions() -> None:
    form = form_of(RULE)
    form["conditions.0.group"] = "all"

    assert building.definition_in(form)["conditions"][0] == {"all": [VIP, FIRST]}


def test_groups_and_their_conditions_are_added_and_left_out() -> None:
    plain = RULE["conditions"][1]
    assert conditions(RULE, "drop:conditions.0") == [plain]
    assert conditions(RULE, "drop:conditions.0.any.0") == [{"any": [FIRST]}, plain]
    added = building.changed(RULE, "add:conditions.group")
    assert added["conditions"][2] == {"any": [NEW]}
    assert len(conditions(RULE, "add:conditions.0")[0]["any"]) == 3
    # A group of nothing is none.
    one = {**RULE, "conditions": [{"all": [VIP]}, plain]}
    assert conditions(one, "drop:conditions.0.all.0") == [plain]


@pytest.mark.parametrize(
    "deed",
    [
        *("drop:conditions.9", "drop:conditions.0.any.9", "add:conditions.1", "add:conditions.x"),
        *("up:conditions.1", "drop:conditions.٣", "drop:", "add:conditions.group.1"),
    ],
)
def test_an_odd_deed_changes_nothing(deed: str) -> None:
    assert building.changed(RULE, deed) == RULE


def test_no_more_is_added_than_a_rule_holds() -> None:
    said = RULE
    for _turn in range(60):
        said = building.changed(building.changed(said, "add:conditions.group"), "add:conditions.0")

    assert len(said["conditions"]) < 60
    assert len(said["conditions"][0]["any"]) == 10


def test_a_group_of_a_form_of_before_is_an_error_and_not_forgotten() -> None:
    form = form_of({**RULE, "conditions": []})
    form["conditions.0.group"] = json.dumps({"any": [VIP]})

    assert building.definition_in(form)["conditions"] == [{"any": []}]


@pytest.mark.django_db
def test_a_rule_with_a_group_is_written_on_the_page(
    store: Store, owner: User, client: Client
) -> None:
    client.force_login(owner)
    page = reverse("admin:automations_add")
    fields = {**form_of(RULE).dict(), "name": "Watch", "store": str(store.pk), "position": "1"}

    shown = client.post(page, {**fields, "do": "add:conditions.0"}).content.decode()
    assert len(re.findall(r'name="conditions\.0\.any\.\d\.field"', shown)) == 3
    assert "Condition in this group" in shown
    wrong = client.post(page, {**fields, "conditions.0.any.0.value": "", "do": "save"})
    assert 'id="rule-conditions-0-any-0-value-error"' in wrong.content.decode()
    client.post(page, {**fields, "do": "save"})

    with store_scope(store.pk):
        rule = Rule.objects.get()
    assert rule.definition["conditions"] == RULE["conditions"]
    again = client.get(reverse("admin:automations_edit", args=[rule.public_id])).content.decode()
    assert "one of these" in unescape(again)
