"""What a process that lives long tells Python's garbage collector."""

import gc
from typing import Final

# Objects that are made before the collector looks: a worker makes thousands for one claim, and
# nearly all of them go by themselves.
_LOOK_AFTER: Final = 20_000


def settle_in() -> None:
    """All modules are loaded: they are no garbage, and are not looked through again.

    Once in a process, before its work begins; before it forks, children share what stands.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_LOOK_AFTER, 20, 20)
