from typing import Literal, cast

ExperimentsListState = Literal["DONE", "DRAFT", "RAMPING", "RUNNING", "STOPPED"]


def check_experiments_list_state(value: str) -> ExperimentsListState:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(ExperimentsListState, value)
