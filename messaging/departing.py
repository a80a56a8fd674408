"""A store was disconnected: what waited to be sent does not go, and says so now, not when due."""

from datetime import datetime
from typing import Final

from messaging import services
from messaging.models import Message
from messaging.states import Reason, State
from stores.models import Store

AT_ONCE: Final = 200


def stop_disconnected(*, store_id: int, now: datetime) -> int:
    """Stop up to AT_ONCE messages of the store that wait; how many. 0: none is left.

    What a person holds stays held: once the store is connected again they may let it go.

    Whatever is left anyhow is stopped when its time comes (checking.py). None of a store that was
    connected again meanwhile.
    """
    if not Store.objects.filter(pk=store_id, state=Store.State.UNINSTALLED).exists():
        return 0
    waiting = Message.objects.filter(store_id=store_id, state=State.PLANNED).order_by("pk")
    return sum(
        services.stop_waiting(message=each, reason=Reason.STORE_UNINSTALLED, now=now)
        for each in waiting[:AT_ONCE]
    )
