"""Looking at stores and telling people, shot when it is found, claimed, and handed over."""

import tempfile
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from fleet import alert_mails, alerts, services
from fleet.alerts import Wish
from fleet.models import Alert, AlertState, Finding, StoreHealth
from messaging.states import State
from orders.models import Activity
from stores.models import Store
from stores.scope import agency_scope, every_store
from tests.chaos import shots
from tests.chaos.deeds import Say
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.stores import make_store
from tests.factories.worlds import make_message, make_order

LOOKING, ALERTING = "looking at the stores", "telling people of it"
ALL = [
    (LOOKING, "fleet.found"),
    (ALERTING, "fleet.alert_claimed"),
    (ALERTING, "fleet.alert_sent"),
]
READERS = 3  # of one death


def shot_at(way: str, step: str, kills: int, chance: Random) -> Row:
    """So many processes die at a step of this way."""
    row = Row(way, step, tried=kills)
    with row.timed():
        for _kill in range(kills):
            {LOOKING: _shoot_looking, ALERTING: _shoot_alerting}[way](row, chance)
    row.must(row.lost == row.silent == 0, f"{row.lost} lost, {row.silent} unfinished")
    return row


def look(say: Say) -> None:
    """Look at every store."""
    with every_store(because="a test's worker"):
        services.look_at(stores=list(Store.objects.order_by("pk")), now=timezone.now())


def alert(say: Say) -> None:
    """Hand over what is due."""
    with every_store(because="a test's worker"):
        while alert_mails.send_due(now=timezone.now()):
            pass


def _shoot_looking(row: Row, chance: Random) -> None:
    """It dies with all of its finds unkept; the next look finds and tells each once."""
    store = _troubled()
    (end,) = shots.fire([Shot(look, row.step)])
    row.must(end.is_killed, "not killed")
    with every_store(because="a test counts"):
        half = Finding.objects.filter(store=store).count()
        row.must(half == 0, f"{half} findings of a look that died")
        row.must(not StoreHealth.objects.filter(store=store).exists(), "half a look was kept")
    for _again in range(2):
        shots.finish(Shot(look))
    with every_store(because="a test counts"):
        found = Finding.objects.filter(store=store).count()
        told = Activity.objects.filter(store=store, kind="FINDING_OPENED").count()
        waiting = Alert.objects.filter(finding__store=store).count()
    row.lost += found != 1 or told != 1
    row.duplicates += max(found - 1, 0) + max(told - 1, 0) + max(waiting - READERS, 0)
    row.must(waiting == READERS, f"{waiting} alerts for {READERS} readers")


def _shoot_alerting(row: Row, chance: Random) -> None:
    """It dies with one reader's mail; another hands over the rest, and that one again."""
    store = _troubled()
    shots.finish(Shot(look))
    with every_store(because="what other rows left is not to be shot at"):
        Alert.objects.exclude(finding__store=store).delete()
    with tempfile.TemporaryDirectory() as place:
        changed: dict[str, Any] = {
            "NOTIFYHUB_STAFF_EMAIL_URL": "smtp://127.0.0.1:1",
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": place,
        }
        nth = chance.randint(1, READERS)
        (end,) = shots.fire([Shot(alert, f"{row.step}:{nth}", settings=changed)])
        row.must(end.is_killed, "not killed")
        shots.finish(Shot(alert, settings=changed))
        early = _sent(place)
        with every_store(because="a test lets the lease of the dead run out"):
            held = Alert.objects.waiting().filter(finding__store=store)
            row.must(held.count() == 1, f"{held.count()} held by the dead")
            held.update(claimed_until=timezone.now() - timedelta(seconds=1))
        shots.finish(Shot(alert, settings=changed))
        sent = _sent(place)
    readers = {to for to, _name in sent}
    row.lost += len(readers) != READERS
    # Handed over and not known to be: once more, as the very same mail.
    repeated = len(sent) - len(readers)
    row.duplicates += repeated
    row.must(repeated == (row.step == "fleet.alert_sent"), f"{repeated} mails repeated")
    row.must(len({name for _to, name in sent}) == READERS, "a repeated mail is another mail")
    row.must(len(early) >= READERS - 1, "the others waited for the dead")
    with every_store(because="a test counts"):
        left = Alert.objects.filter(finding__store=store).exclude(state=AlertState.SENT)
        row.silent += left.count()


def _sent(place: str) -> list[tuple[str, str]]:
    """To whom, and which mail, of each that was handed over."""
    found = []
    for path in sorted(Path(place).iterdir()):
        for raw in path.read_bytes().split(b"-" * 79 + b"\n"):
            if raw.strip():
                mail = message_from_bytes(raw.lstrip())
                found.append((str(mail["To"]), str(mail["Message-ID"])))
    return found


def _troubled() -> Store:
    """A store of an agency of its own, of which so many want to hear."""
    store = make_store()
    with agency_scope(store.agency_id, [store.pk], is_whole=True):
        for number in range(READERS):
            alerts.add_alert(
                agency_id=store.agency_id,
                wish=Wish(address=f"reader-{number}@example.com"),
                actor="Mina",
                now=timezone.now(),
            )
    make_message(make_order(store), State.FAILED)
    return store
