"""When an account's messages wait together, and when one of them tries again. Knows no tables.

# Note [One breaker for each account]
What concerns the account and no single message (nobody answers, the log-in is refused, too many
connections) makes all its messages wait, and uses up no tries. So does a minute in which half of
ten tries or more failed. Then one message goes as a probe, after 30 s and twice as long each time,
up to ten minutes. One success ends the waiting.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from messaging.channels.outcomes import Away, Lost, Receipt, Refused, Result
from messaging.channels.replies import Remedy, Stage
from messaging.states import Reason

WINDOW = timedelta(seconds=60)
FEWEST_TRIES = 10
MOST_REFUSED_LOGINS = 3  # in a row; a wrong password opens at once
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=10)
BUSY_WAIT = timedelta(seconds=2)  # where an API says "too many" without saying for how long

_WRONG_PASSWORD = (535, 401)
_TOO_MUCH = (421, 429, 454)
_TOO_MANY_REQUESTS = 429
_NO_CONNECTION = (Stage.CONNECT, Stage.LOGIN)


class Sign(Enum):
    """What a result says of the account."""

    WELL = "WELL"  # the server works, whatever it thinks of the one message
    FAILED = "FAILED"  # this one failed by the server's fault: many of them open the breaker
    PAUSED = "PAUSED"  # it asks us to wait a little
    LOGIN_REFUSED = "LOGIN_REFUSED"  # for now
    BROKEN = "BROKEN"  # nobody answers, or the log-in is wrong


@dataclass(frozen=True, slots=True)
class Finding:
    sign: Sign
    reason: Reason = Reason.SERVER_AWAY
    line: str = ""
    retry_after: float | None = None
    is_too_much: bool = False  # the server wants less of us


@dataclass(frozen=True, slots=True)
class Health:
    """An account's breaker as its rows say it. Waiting: open; waited: half-open, one may try."""

    waits_until: datetime | None = None
    trouble: str = ""
    detail: str = ""
    since: datetime | None = None
    window_began_at: datetime | None = None
    tries: int = 0
    failures: int = 0
    refusals: int = 0
    trips: int = 0

    def is_waiting(self, now: datetime) -> bool:
        return self.waits_until is not None and self.waits_until > now


def finding_of(result: Result) -> Finding:
    """What a result says of the account."""
    match result:
        case Receipt():
            return Finding(Sign.WELL)
        case Lost():
            return Finding(Sign.FAILED, Reason.SERVER_AWAY, str(result))
        case Away():
            sign = Sign.BROKEN if result.stage in _NO_CONNECTION else Sign.FAILED
            return Finding(sign, Reason.SERVER_AWAY, result.line)
    return _finding_of_refusal(result)


def concerns_account(result: Result) -> bool:
    """Whether it says nothing of the one message, and all messages of the account wait."""
    return finding_of(result).sign not in (Sign.WELL, Sign.FAILED)


def learned(health: Health, findings: Sequence[Finding], now: datetime) -> Health:
    """The account's breaker after some messages. See Note [One breaker for each account]."""
    broken = next((each for each in findings if _opens(each, health)), None)
    if broken:
        return _opened(health, broken, now)
    refused = next((each for each in findings if each.sign is Sign.LOGIN_REFUSED), None)
    if refused:
        waiting = _waiting(health, refused, now, FIRST_WAIT)
        return replace(waiting, refusals=health.refusals + 1)
    paused = next((each for each in findings if each.sign is Sign.PAUSED), None)
    if paused:
        wait = timedelta(seconds=paused.retry_after or 0) or BUSY_WAIT
        return _waiting(health, paused, now, min(wait, LONGEST_WAIT))
    return _counted(health, findings, now)


def wait_of(trips: int) -> timedelta:
    """How long the account waits after that many openings in a row."""
    doublings = min(max(trips - 1, 0), 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _finding_of_refusal(refused: Refused) -> Finding:
    meaning, words = refused.meaning, f"{refused.code} {refused.line}"
    is_too_much = refused.code in _TOO_MUCH

    def found(sign: Sign) -> Finding:
        return Finding(sign, meaning.reason, words, refused.retry_after, is_too_much)

    if meaning.remedy is Remedy.SENDER:
        if refused.code == _TOO_MANY_REQUESTS:
            return found(Sign.PAUSED)
        if meaning.reason == Reason.LOGIN_REFUSED and refused.code not in _WRONG_PASSWORD:
            return found(Sign.LOGIN_REFUSED)
        return found(Sign.BROKEN)
    is_servers_fault = meaning.remedy is Remedy.LATER and meaning.reason == Reason.SERVER_BUSY
    return found(Sign.FAILED if is_servers_fault else Sign.WELL)


def _opens(finding: Finding, health: Health) -> bool:
    is_last_straw = health.refusals + 1 >= MOST_REFUSED_LOGINS
    is_login = finding.sign is Sign.LOGIN_REFUSED
    return finding.sign is Sign.BROKEN or (is_login and is_last_straw)


def _counted(health: Health, findings: Sequence[Finding], now: datetime) -> Health:
    failed = [each for each in findings if each.sign is Sign.FAILED]
    is_well = len(failed) < len(findings)
    if health.waits_until is not None:
        if health.is_waiting(now):
            return health  # news from before it opened
        return Health() if is_well else _opened(health, failed[0], now)
    health = replace(health, refusals=0) if is_well else health
    health = _in_window(health, bool(failed), now)
    if health.window_began_at is None:
        return health
    tries, failures = health.tries + len(findings), health.failures + len(failed)
    health = replace(health, tries=tries, failures=failures)
    is_bad = tries >= FEWEST_TRIES and failures * 2 >= tries
    return _opened(health, failed[0], now) if is_bad and failed else health


def _in_window(health: Health, has_failures: bool, now: datetime) -> Health:
    """A window begins with a failure, so that an account that works is not written to."""
    if health.window_began_at and now - health.window_began_at <= WINDOW:
        return health
    began = now if has_failures else None
    return replace(health, window_began_at=began, tries=0, failures=0)


def _opened(health: Health, finding: Finding, now: datetime) -> Health:
    if health.is_waiting(now):
        return health  # another worker opened it for the same reason
    trips = min(health.trips + 1, 100)
    opened = _waiting(health, finding, now, wait_of(trips))
    return replace(opened, trips=trips, window_began_at=None, tries=0, failures=0)


def _waiting(health: Health, finding: Finding, now: datetime, wait: timedelta) -> Health:
    return replace(
        health,
        waits_until=max(now + wait, health.waits_until or now),
        trouble=finding.reason.value,
        detail=finding.line,
        since=health.since or now,
    )
