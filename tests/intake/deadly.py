"""Run by test_kill.py in a process that may be killed at any step of its receiving or handling."""

import json
import sys
from typing import Any

import django

django.setup()

from django.db.models import F, Value  # noqa: E402 - Django is set up above
from django.db.models.functions import Concat  # noqa: E402 - as above

from intake import tasks, topics  # noqa: E402 - as above
from notifyhub.wsgi import application  # noqa: E402 - as above
from stores.models import Store  # noqa: E402 - as above
from tests.factories.intake import environ_for  # noqa: E402 - as above

TOPIC = "tests/counted"


def count(store: Store, body: dict[str, object], now: object) -> None:
    """Leave a mark for each time that a webhook takes effect."""
    Store.objects.filter(pk=store.pk).update(name=Concat(F("name"), Value(body["mark"])))


def receive(store: Store, marks: str) -> None:
    """Post one webhook for each mark; say the mark once it is answered 200."""
    for mark in marks:
        body = json.dumps({"mark": mark}).encode()
        if _status(environ_for(store, body, TOPIC=TOPIC, EVENT_ID=mark)).startswith("200"):
            sys.stdout.write(mark)
            sys.stdout.flush()


def _status(environ: dict[str, Any]) -> str:
    answered: list[str] = []
    application(environ, lambda status, *_: answered.append(status))  # type: ignore[arg-type]  # a bare start_response
    return answered[0]


if __name__ == "__main__":
    deed, pk, public_id, domain, marks = sys.argv[1:]
    topics.HANDLERS[TOPIC] = count
    if deed == "receive":
        receive(Store(pk=int(pk), public_id=public_id, shop_domain=domain), marks)
    else:
        tasks.handle_due()
