"""What may be done to rules. Their runs: feeding.py, sweeping.py, running.py.

Locks: the rule first, then its runs.

# Note [Old words]
A run ends by the words it began with: a change makes a new version and touches no run. Switching a
rule off is another thing: somebody wants it to stop, so what waits stops too, with that reason.
Switched on again it looks at what happens from then on.
"""

from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from automations import feeding
from automations.data import RuleWish
from automations.definitions import read_definition
from automations.models import Ending, Rule, RuleRun, RuleState, RuleVersion, RunState
from automations.queries import may_change
from common.errors import DomainError
from common.outgoing import signing
from stores.access import Actor
from stores.models import Store

MOST_OF_AN_AGENCY: Final = 200
_LONGEST_NAME: Final = 120


class RuleBeyondReach(DomainError):
    """It would act in stores that the person does not see."""

    code = "rule-beyond-reach"


class RuleNeedsName(DomainError):
    """Nobody finds a rule without a name, or with an endless one."""

    code = "rule-needs-a-name"


class TooManyRules(DomainError):
    """An agency has as many rules as it may."""

    code = "too-many-rules"


@transaction.atomic
def create_rule(*, wish: RuleWish, store: Store | None, actor: Actor, now: datetime) -> Rule:
    """A new rule, switched off. `store` None: for every store of the agency.

    Raises BadDefinition, RuleNeedsName, RuleBeyondReach, TooManyRules.
    """
    check_reach(actor, store)
    definition = read_definition(wish.definition).as_json()
    name = _named(wish.name)
    _wait_for_others(actor.agency_id)
    if Rule.objects.standing().filter(agency_id=actor.agency_id).count() >= MOST_OF_AN_AGENCY:
        raise TooManyRules(
            _("An agency has at most %(n)s rules. Remove one that is not used.")
            % {"n": MOST_OF_AN_AGENCY}
        )
    who = actor.label[:254]
    rule = Rule.objects.create(
        agency_id=actor.agency_id,
        store=store,
        name=name,
        definition=definition,
        position=wish.position,
        recipe=wish.recipe,
        secret=signing.new_secret(),
        created_by=who,
        created_at=now,
        changed_by=who,
        changed_at=now,
    )
    _keep_version(rule, who, now)
    rule.refresh_from_db()  # its public id is the database's
    return rule


@transaction.atomic
def change_rule(*, rule: Rule, wish: RuleWish, actor: Actor, now: datetime) -> Rule:
    """From now on it says so; what runs already ends by the old words. See Note [Old words].

    The same again changes nothing. Raises BadDefinition, RuleNeedsName, RuleBeyondReach.
    """
    row = _locked(rule, actor)
    definition = read_definition(wish.definition).as_json()
    name = _named(wish.name)
    is_reworded = definition != row.definition
    if is_reworded:
        row.version += 1
        row.definition = definition
        if row.state == RuleState.ON:
            # New words are for what happens from now on.
            row.on_since, row.on_xid = now, feeding.begin(row)
    if is_reworded or (name, wish.position) != (row.name, row.position):
        row.name, row.position = name, wish.position
        row.changed_by, row.changed_at = actor.label[:254], now
        row.save(
            update_fields=[
                *("name", "definition", "version", "position", "on_since", "on_xid"),
                *("changed_by", "changed_at"),
            ]
        )
    if is_reworded:
        _keep_version(row, actor.label[:254], now)
    rule.refresh_from_db()
    return rule


@transaction.atomic
def switch_on(*, rule: Rule, actor: Actor, now: datetime) -> bool:
    """It runs for what happens from now on. False if it is on. Raises RuleBeyondReach."""
    row = _locked(rule, actor)
    if row.state == RuleState.ON:
        return False
    row.state, row.on_since, row.fused_at = RuleState.ON, now, None
    row.on_xid = feeding.begin(row)
    _save_state(row, actor, now)
    rule.refresh_from_db()
    return True


@transaction.atomic
def switch_off(*, rule: Rule, actor: Actor, now: datetime) -> bool:
    """It runs no more, and what waits stops. False if it is off. Raises RuleBeyondReach."""
    row = _locked(rule, actor)
    if row.state == RuleState.OFF:
        return False
    row.state, row.on_since = RuleState.OFF, None
    _save_state(row, actor, now)
    _stop_runs(row, Ending.SWITCHED_OFF, now)
    rule.refresh_from_db()
    return True


@transaction.atomic
def remove_rule(*, rule: Rule, actor: Actor, now: datetime) -> None:
    """It runs no more and is in no list; what it did stays on the orders' timelines."""
    row = _locked(rule, actor)
    row.state, row.on_since, row.secret = RuleState.REMOVED, None, ""
    row.save(update_fields=["secret"])
    _save_state(row, actor, now)
    _stop_runs(row, Ending.REMOVED, now)


@transaction.atomic
def rotate_secret(*, rule: Rule, actor: Actor, now: datetime) -> str:
    """A new secret that signs what the rule posts, said this once. Raises RuleBeyondReach."""
    row = _locked(rule, actor)
    row.secret, row.changed_by, row.changed_at = signing.new_secret(), actor.label[:254], now
    row.save(update_fields=["secret", "changed_by", "changed_at"])
    rule.refresh_from_db()
    return row.secret


@transaction.atomic
def stop_run(*, run: RuleRun, actor: Actor, now: datetime) -> bool:
    """What it has not done yet it will not do. False if it has ended."""
    due = RuleRun.objects.filter(pk=run.pk, state=RunState.DUE)
    is_stopped = due.update(state=RunState.STOPPED, ending=Ending.BY_HAND, ended_at=now)
    run.refresh_from_db()
    return bool(is_stopped)


def check_reach(actor: Actor, store: Store | None) -> None:
    """Raises RuleBeyondReach."""
    if may_change(actor, store):
        return
    raise RuleBeyondReach(
        _("A rule for all stores is written by who sees all of them. Choose one store.")
        if store is None
        else _("You do not see this store.")
    )


def _named(name: str) -> str:
    said = " ".join(name.replace("\x00", "").split())
    if not 0 < len(said) <= _LONGEST_NAME:
        raise RuleNeedsName(
            _("Give the rule a name of at most %(n)s characters.") % {"n": _LONGEST_NAME}
        )
    return said


def _locked(rule: Rule, actor: Actor) -> Rule:
    row = Rule.objects.standing().select_for_update(of=("self",), no_key=True).get(pk=rule.pk)
    check_reach(actor, row.store)
    return row


def _save_state(row: Rule, actor: Actor, now: datetime) -> None:
    row.changed_by, row.changed_at = actor.label[:254], now
    row.save(update_fields=["state", "on_since", "on_xid", "fused_at", "changed_by", "changed_at"])


def _keep_version(rule: Rule, who: str, now: datetime) -> None:
    RuleVersion.objects.create(
        agency_id=rule.agency_id,
        rule=rule,
        number=rule.version,
        definition=rule.definition,
        actor=who,
        created_at=now,
    )


def _stop_runs(rule: Rule, ending: Ending, now: datetime) -> None:
    waiting = RuleRun.objects.filter(rule=rule, state=RunState.DUE)
    waiting.update(state=RunState.STOPPED, ending=ending, ended_at=now)


def _wait_for_others(agency_id: int) -> None:
    """Two that write at once count one after the other."""
    with connection.cursor() as cursor:
        name = f"automations.rules:{agency_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
