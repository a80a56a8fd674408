"""Which tests run."""

from typing import Final

from templates_app.models import Experiment

State = Experiment.State
RUNNING: Final = (State.RUNNING, State.RAMPING, State.STOPPED)
