"""Rules, what they did, and what they call."""

from automations.models.call import CallState, RuleCall
from automations.models.feed import RuleFeed, RuleSweep
from automations.models.rule import Rule, RuleState, RuleVersion
from automations.models.run import Ending, RuleMessage, RuleRun, RunState

__all__ = [
    "CallState",
    "Ending",
    "Rule",
    "RuleCall",
    "RuleFeed",
    "RuleMessage",
    "RuleRun",
    "RuleState",
    "RuleSweep",
    "RuleVersion",
    "RunState",
]
