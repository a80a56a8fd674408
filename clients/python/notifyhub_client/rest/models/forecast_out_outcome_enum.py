from typing import Literal, cast

ForecastOutOutcomeEnum = Literal["CHANGED", "CONFLICT", "LOCKED", "UNCHANGED"]


def check_forecast_out_outcome_enum(value: str) -> ForecastOutOutcomeEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(ForecastOutOutcomeEnum, value)
