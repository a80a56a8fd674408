"""What is promised of messages, in plain Python: small enough to be read as the specification.

A `Said` is one message as the promise has it; a `Model` is what holds for all of a store's. Times
that chance has a hand in (waits are jittered) are taken over from the rows: `due`, `expires`, `at`.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

DAY = timedelta(days=1)
DOUBT = timedelta(minutes=10)  # then mail about orders goes once more
MARKETING = 2
MOST_CLAIMS = 3
WAITS_FOR_ACCOUNT = {"LOGIN_REFUSED", "SERVER_AWAY", "SERVER_BUSY", "REFUSED"}
TOLD = {"SENT", "FAILED", "UNKNOWN", "HELD", "NOT_SENT"}  # what a person must find on the timeline

# What the other side did with one message, and what that makes of it: (state, reason).
RESULTS = {
    "taken": ("SENT", ""),
    "no such user": ("FAILED", "NO_SUCH_ADDRESS"),
    "refused": ("FAILED", "REFUSED"),
    "mailbox busy": ("PLANNED", "MAILBOX_BUSY"),
    "server busy": ("PLANNED", "SERVER_BUSY"),
    "away": ("PLANNED", "SERVER_AWAY"),
    "lost, taken": ("UNKNOWN", "CONNECTION_LOST"),
    "lost, not taken": ("UNKNOWN", "CONNECTION_LOST"),
    "not begun": ("PLANNED", "STUMBLED"),
    "account refused": ("PLANNED", "LOGIN_REFUSED"),
}


@dataclass
class Said:
    address: str
    lane: int
    at: datetime
    due: datetime
    expires: datetime
    state: str = ""
    reason: str = ""
    by_person: bool = False
    is_corrected: bool = False  # somebody said it again
    is_overtaken: bool = False
    is_redacted: bool = False
    is_doubtful: bool = False  # goes again, though it may have been taken before
    repeats: int = 0  # how often it was let go again although it may have been taken
    tries: int = 0
    claims: int = 0
    has_arrived: bool = False
    has_bounced: bool = False
    told: Counter[str] = field(default_factory=Counter)

    def becomes(self, state: str, reason: str = "") -> None:
        """Nobody may say that it was not sent, if it may have been."""
        if self.is_doubtful and state in ("FAILED", "HELD", "NOT_SENT"):
            state, reason = "UNKNOWN", "WORKER_LOST"
        if state in TOLD:
            self.told[state] += 1
        self.state, self.reason = state, reason

    def goes_again(self) -> None:
        self.becomes("PLANNED")
        self.is_doubtful, self.claims, self.repeats = True, 0, self.repeats + 1


@dataclass
class Model:
    honours_keys: bool
    said: dict[tuple[str, str, int], Said] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)  # addresses that nothing goes to
    agreed: dict[str, bool] = field(default_factory=dict)  # the last word on marketing
    halted: set[str] = field(default_factory=set)  # kinds

    def verdict(self, address: str, happened_at: datetime, now: datetime) -> tuple[str, str]:
        if not address:
            return "NOT_SENT", "NO_ADDRESS"
        if address in self.stopped:
            return "NOT_SENT", "SUPPRESSED"
        return ("HELD", "TOO_OLD") if now - happened_at > DAY else ("PLANNED", "")

    def may_be_readdressed(self, said: Said, address: str) -> bool:
        """A newer address counts until it left, unless a person chose, or it may have left."""
        waits = said.state in ("PLANNED", "HELD") and not said.is_doubtful
        lacks = said.reason in ("NO_ADDRESS", "SUPPRESSED") and said.state == "NOT_SENT"
        is_free = not (said.by_person or said.is_corrected)
        return address not in ("", said.address) and is_free and (waits or lacks)

    def readdress(self, said: Said, address: str, verdict: tuple[str, str]) -> None:
        said.address = address
        if verdict[0] != said.state:
            said.becomes(*verdict)

    def obstacle(self, kind: str, said: Said, now: datetime) -> tuple[str, str] | None:
        """What stops a message that is about to leave."""
        if said.is_redacted:
            return "NOT_SENT", "REDACTED"
        if said.address in self.stopped:
            return "NOT_SENT", "SUPPRESSED"
        if said.expires <= now:
            return ("FAILED", "EXPIRED") if said.tries else ("HELD", "TOO_LATE")
        if kind in self.halted:
            return "HELD", "HALTED"
        if said.lane == MARKETING and said.is_overtaken:
            return "NOT_SENT", "OVERTAKEN"
        if said.lane == MARKETING and not self.agreed.get(said.address, True):
            return "NOT_SENT", "OPTED_OUT"
        return None

    def carried(self, said: Said, result: str) -> None:
        """The transport was given it, and answered so."""
        state, reason = RESULTS[result]
        if result == "not begun":
            said.claims += 1
            is_last = said.claims >= MOST_CLAIMS
            said.becomes("FAILED", "CRASHED") if is_last else said.becomes(state, reason)
            return
        said.claims = 0
        said.tries += result != "account refused"
        if state == "FAILED" and self.honours_keys:
            said.is_doubtful = False  # it would have said so if it had it
        if state == "UNKNOWN" and self.honours_keys:
            said.goes_again()
            said.reason = reason
            return
        said.becomes(state, reason)
        if state == "SENT" and self.honours_keys:
            said.is_doubtful = False
        if result == "no such user":
            self.stopped.add(said.address)

    def settle(self, now: datetime, *, leases_are_over: bool) -> None:
        """What dead workers left, and what waited in doubt long enough."""
        for said in self.said.values():
            if leases_are_over and said.state == "CLAIMED":
                is_crashing = said.claims >= MOST_CLAIMS
                said.becomes("FAILED", "CRASHED") if is_crashing else said.becomes(
                    "PLANNED", said.reason
                )
            elif leases_are_over and said.state == "TRANSMITTING":
                self._settle_lost(said, now)
        for said in self.said.values():
            waited = said.state == "UNKNOWN" and said.at + DOUBT <= now < said.expires
            if waited and said.lane < MARKETING and not (said.is_doubtful or said.is_redacted):
                reason = said.reason
                said.goes_again()
                said.reason = reason

    def _settle_lost(self, said: Said, now: datetime) -> None:
        if said.has_arrived or said.has_bounced:
            said.becomes("SENT")
        elif self.honours_keys and now < said.expires and said.claims < MOST_CLAIMS:
            claims = said.claims
            said.goes_again()
            said.reason, said.claims = "WORKER_LOST", claims
        else:
            said.becomes("UNKNOWN", "WORKER_LOST")
            said.at, said.claims = now, 0

    def reported(self, said: Said, fact: str) -> None:
        """The service told of it, so it has it; facts only climb."""
        doubt = said.state == "UNKNOWN" or (said.state == "PLANNED" and said.is_doubtful)
        if doubt:
            said.becomes("SENT")
        if fact == "delivered" and not (said.has_arrived or said.has_bounced):
            said.has_arrived = True
            said.reason = "" if said.state == "SENT" else said.reason
        if fact == "bounced":
            said.has_bounced = True
            said.reason = "NO_SUCH_ADDRESS" if said.state == "SENT" else said.reason
        if fact != "delivered" and said.address:
            self.stopped.add(said.address)

    def forgotten(self, said: Said) -> None:
        """The buyer was erased: nothing goes any more, and what may have gone stays in doubt."""
        if said.state == "TRANSMITTING":
            said.is_doubtful = True
        if said.state not in ("SENT", "NOT_SENT", "UNKNOWN"):
            said.told[("UNKNOWN" if said.is_doubtful else "NOT_SENT")] -= 1  # told by the erasure
            said.becomes("NOT_SENT", "REDACTED")
        said.address, said.is_redacted = "", True
