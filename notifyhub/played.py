"""Shopify, played beside the demo: so that "Connect with Shopify" leads somewhere on this machine.

The code stands in tests/shopify and runs as a program of its own, found by its path and never
imported: see docs/adr/0047. Where the tests are not shipped, or the installation has an app at the
real Shopify, nothing is played.
"""

import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Final

SWITCH: Final = "NOTIFYHUB_PLAYED_SHOPIFY"  # "0": off; another number: the port
BEYOND: Final = 90  # its port is the web's, and so much more
CLIENT_ID, SECRET = "played-client-id", "shpss_played_secret"


def port_of(environment: Mapping[str, str], *, base: Path, web_port: int) -> int | None:
    """Where Shopify is to be played; None: nowhere."""
    said = environment.get(SWITCH, "")
    is_real = any(environment.get(name) for name in ("SHOPIFY_API_KEY", "NOTIFYHUB_SHOPIFY_URL"))
    is_bare = bool(environment.get("DATABASE_URL")) or environment.get("DEMO", "1") == "0"
    if said == "0" or is_real or not (base / "tests/shopify/__main__.py").exists():
        return None
    if is_bare and not said:
        return None
    return int(said) if said.isdigit() else web_port + BEYOND


def settings_for(port: int) -> dict[str, str]:
    """By which all of NotifyHub talks to it."""
    return {
        "NOTIFYHUB_SHOPIFY_URL": f"http://127.0.0.1:{port}/{{shop}}",
        "SHOPIFY_API_KEY": CLIENT_ID,
        "SHOPIFY_API_SECRETS": SECRET,
    }


def is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
