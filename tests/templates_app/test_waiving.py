"""Errors stop publishing; letting one pass asks for a reason and is on record."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from stores.models import Store
from stores.scope import Scope
from templates_app import drafting, publishing, waiving
from templates_app.inheriting import Placed, draft_of
from templates_app.linting.findings import Finding
from templates_app.models import Revision, Template
from tests.factories.templates_app import make_confirmation

pytestmark = pytest.mark.django_db
REASON = "The shop page shows the status."


def without_status(store: Store) -> Template:
    template = make_confirmation(store.agency)
    blocks = [_hidden(block) if block.key == "status" else block for block in draft_of(template)]
    return drafting.save_draft(
        template=template,
        version=template.version,
        blocks=blocks,
        actor="Ada",
        now=timezone.now(),
    )


def _hidden(block: Placed) -> Placed:
    return replace(block, settings={**block.settings, "is_shown": False})


def publish(template: Template) -> Revision:
    return publishing.publish_template(template=template, actor="Ada", now=timezone.now())


def waive(template: Template, reason: str = REASON, rule: str = "L01") -> None:
    waiving.waive_finding(
        template=template, rule=rule, reason=reason, actor="Ada", now=timezone.now()
    )


def test_an_error_stops_publishing_and_is_named(store: Store, inside: Scope) -> None:
    template = without_status(store)

    with pytest.raises(waiving.FindingsStopPublishing) as stopped:
        publish(template)

    assert [found.rule for found in stopped.value.findings] == ["L01"]
    assert "L01" in str(stopped.value)
    assert Revision.objects.filter(template=template).count() == 1


def test_what_was_let_pass_is_published_and_on_record(store: Store, inside: Scope) -> None:
    template = without_status(store)
    waive(template)

    revision = publish(template)

    assert revision.number == 2
    kept = revision.waived[0]
    assert (kept["rule"], kept["reason"], kept["by"]) == ("L01", REASON, "Ada")


def test_letting_one_rule_pass_lets_no_other_pass(store: Store, inside: Scope) -> None:
    template = without_status(store)
    waive(template, rule="L11")

    with pytest.raises(waiving.FindingsStopPublishing):
        publish(template)


def test_what_is_taken_back_stops_again(store: Store, inside: Scope) -> None:
    template = without_status(store)
    waive(template)
    first = waiving.unwaive(template=template, rule="L01")
    again = waiving.unwaive(template=template, rule="L01")

    with pytest.raises(waiving.FindingsStopPublishing):
        publish(template)

    assert (first, again) == (True, False)


@pytest.mark.parametrize(("rule", "reason"), [("L01", "  …  "), ("L01", ""), ("L99", REASON)])
def test_no_reason_or_no_rule_lets_nothing_pass(
    store: Store, inside: Scope, rule: str, reason: str
) -> None:
    template = without_status(store)

    with pytest.raises(waiving.WaiverRefused):
        waive(template, reason=reason, rule=rule)

    assert waiving.waivers_of(template) == {}


@pytest.mark.parametrize("rule", ["L25", "L28"])
def test_what_freezing_refuses_anyhow_cannot_be_let_pass(
    store: Store, inside: Scope, rule: str
) -> None:
    template = without_status(store)

    with pytest.raises(waiving.WaiverRefused, match="Mend it"):
        waive(template, rule=rule)

    assert waiving.waivers_of(template) == {}


def test_a_waiver_from_before_its_rule_forbade_it_lets_nothing_pass() -> None:
    error = Finding(rule="L25", severity="ERROR", message="", block_key="own")

    assert not waiving.is_let_pass(error, {("L25", "own")})
    with pytest.raises(waiving.FindingsStopPublishing):
        waiving.refuse_unless([error], kind="ORDER_CONFIRMATION", let_pass={("L25", "own")})


def test_a_second_reason_takes_the_place_of_the_first(store: Store, inside: Scope) -> None:
    template = without_status(store)
    waive(template, reason="For a day.")
    waive(template)

    assert [each.reason for each in waiving.waivers_of(template).values()] == [REASON]


def test_a_scheduled_publication_is_stopped_when_it_is_scheduled(
    store: Store, inside: Scope
) -> None:
    template = without_status(store)
    now = timezone.now()

    with pytest.raises(waiving.FindingsStopPublishing):
        publishing.schedule_publication(
            template=template, at=now + timedelta(hours=1), actor="Ada", now=now
        )
