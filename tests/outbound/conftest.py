"""Receivers of these tests stand on this machine, which otherwise nothing is called on."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _receivers_here(settings: Any) -> None:
    settings.NOTIFYHUB_PRIVATE_SERVICES = True
