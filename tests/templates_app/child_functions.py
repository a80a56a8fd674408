"""What the tests ask of a child: good and bad behaviour that no template can be made to show."""

import os
import time
from typing import Any

from templates_app.engine.environment import Place, TemplateError


def echo(payload: dict[str, Any]) -> dict[str, Any]:
    return payload


def surroundings(_payload: dict[str, Any]) -> dict[str, Any]:
    return {"environment": dict(os.environ), "pid": os.getpid(), "parent": os.getppid()}


def doze(_payload: dict[str, Any]) -> dict[str, Any]:
    time.sleep(0.3)
    return {"pid": os.getpid()}


def hoard(payload: dict[str, Any]) -> dict[str, Any]:
    """Hold so many megabytes at once."""
    held = [b"x" * 1_000_000 for _ in range(payload["megabytes"])]
    return {"held": len(held)}


def stubborn(_payload: dict[str, Any]) -> dict[str, Any]:
    """Deaf to the alarm: one long step of C."""
    return {"sum": sum(range(10**11))}


def spin(_payload: dict[str, Any]) -> dict[str, Any]:
    while True:
        pass


def die(payload: dict[str, Any]) -> dict[str, Any]:
    os._exit(payload.get("code", 3))


def refuse(_payload: dict[str, Any]) -> dict[str, Any]:
    raise TemplateError(Place(message="no", line=7, column=3))


def blunder(_payload: dict[str, Any]) -> dict[str, Any]:
    raise ZeroDivisionError("ours")


def reach_for_rows(_payload: dict[str, Any]) -> dict[str, Any]:
    from django.db import connection

    connection.cursor()
    return {}
