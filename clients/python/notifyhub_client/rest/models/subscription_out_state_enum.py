from typing import Literal, cast

SubscriptionOutStateEnum = Literal["PRESENT", "REFUSED", "UNGRANTED"]


def check_subscription_out_state_enum(value: str) -> SubscriptionOutStateEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(SubscriptionOutStateEnum, value)
