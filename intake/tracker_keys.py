"""Whose address a tracking service calls, and with which secrets it may sign."""

from datetime import datetime

from django.db import InterfaceError, OperationalError

from common.groupcommit import DatabaseAway
from intake.signing import PUBLIC_ID
from intake.tracker_door import TrackerKeys
from intake.trackers import TOPICS
from shipping.models import Tracker, TrackerAccount
from stores.scope import every_store


def look_up(public_id: str, now: datetime) -> TrackerKeys | None:
    """Read an account's keys; None if there is no such account. Raises DatabaseAway."""
    if not PUBLIC_ID.fullmatch(public_id):
        return None
    try:
        with every_store(because="the address of a webhook names its account; nobody is logged in"):
            account = TrackerAccount.objects.filter(public_id=public_id).first()
    except (OperationalError, InterfaceError) as error:
        raise DatabaseAway("the account's keys cannot be read") from error
    return None if account is None else _keys(account, now)


def _keys(account: TrackerAccount, now: datetime) -> TrackerKeys:
    secrets = [account.secret]
    if account.previous_until and now < account.previous_until:
        secrets.append(account.previous_secret)
    return TrackerKeys(
        store_id=account.store_id,
        tracker=account.tracker,
        topic=TOPICS[Tracker(account.tracker)],
        secrets=tuple(filter(None, secrets)),
        is_on=account.is_on,
    )
