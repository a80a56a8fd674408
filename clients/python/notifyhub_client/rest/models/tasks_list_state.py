from typing import Literal, cast

TasksListState = Literal["DONE", "OPEN"]


def check_tasks_list_state(value: str) -> TasksListState:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(TasksListState, value)
