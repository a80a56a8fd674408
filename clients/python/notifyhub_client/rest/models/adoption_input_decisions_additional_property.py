from typing import Literal, cast

AdoptionInputDecisionsAdditionalProperty = Literal["KEEP_STORE", "TAKE_AGENCY"]


def check_adoption_input_decisions_additional_property(
    value: str,
) -> AdoptionInputDecisionsAdditionalProperty:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(AdoptionInputDecisionsAdditionalProperty, value)
