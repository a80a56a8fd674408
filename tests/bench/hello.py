"""A WSGI function that does nothing: what the server itself can answer on this machine."""

from collections.abc import Callable
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"kept"]
