"""What a web process has loaded before it answers."""

import gc
import sys
from importlib import import_module


def test_a_web_process_loads_its_views_and_lets_what_it_loaded_rest() -> None:
    """Else the garbage collector looks through all of it, for a third of a second, at a page."""
    import_module("notifyhub.wsgi")

    assert "notifyhub.urls" in sys.modules
    assert gc.get_threshold()[0] > 10_000
    assert gc.get_freeze_count() > 0
