from typing import Literal, cast

SubjectEnum = Literal["CHECKOUTS", "CUSTOMERS", "ORDERS"]


def check_subject_enum(value: str) -> SubjectEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(SubjectEnum, value)
