"""Pytest plugin: a Postgres and a Valkey of each process's own, before Django reads its settings.

A plugin given by `-p`, since pytest-django reads the settings before any conftest.py is loaded.
"""

import contextlib
import gc
import os
import socket
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

import pytest

from common.embedded import pgbouncer, postgres, valkey

FROZEN_EVERY = 250  # tests of a worker
NOWHERE = "postgres://nobody@127.0.0.1:1/none"  # what is never asked

_servers = contextlib.ExitStack()
_tests_run = 0

# With DATABASE_URL set an installation is a real one, which makes no secrets of its own.
SURROUNDINGS = {
    "SECRET_KEY": "a key for tests, long enough that no check complains about its length",
    "NOTIFYHUB_ENCRYPTION_KEYS": "dGVzdHMgb25seSwgMzIgYnl0ZXMgb2Yga2V5IGhlcmU=",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "NOTIFYHUB_IS_HTTPS": "0",
    # Many tests ask with one key, and fast; those of the limit set their own.
    "NOTIFYHUB_API_BURST": "1000000",
    # Mail servers and services of tests stand on this machine; tests of the guard say otherwise.
    "NOTIFYHUB_PRIVATE_SERVICES": "1",
    "NOTIFYHUB_API_REFUSALS": "1000000",
}


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """In each process that runs tests: feeds of one wait for the oldest transaction of a server,
    and another's test may take minutes in one."""
    for name, value in SURROUNDINGS.items():
        os.environ.setdefault(name, value)
    if _hands_tests_out(early_config):
        os.environ.setdefault("DATABASE_URL", NOWHERE)
        os.environ.setdefault("BROKER_URL", NOWHERE)
    else:
        _start_servers()
    _stay_in_the_building()


def _hands_tests_out(config: pytest.Config) -> bool:
    """Whether this is the process that has others, of pytest-xdist, run the tests."""
    given = config.known_args_namespace
    return bool(getattr(given, "numprocesses", 0)) and "PYTEST_XDIST_WORKER" not in os.environ


def _start_servers() -> None:
    if os.environ.get("DATABASE_URL", NOWHERE) == NOWHERE:
        os.environ["DATABASE_URL"] = _servers.enter_context(postgres.temporary()).url
    if os.environ.get("NOTIFYHUB_TEST_POOLER"):
        _pool()
    if os.environ.get("BROKER_URL", NOWHERE) == NOWHERE:
        os.environ["BROKER_URL"] = _servers.enter_context(valkey.temporary()).url


def _pool() -> None:
    """Everything through a PgBouncer in transaction mode, as if the house ran so."""
    sockets = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
    running = _servers.enter_context(pgbouncer.before(sockets, size=50))
    os.environ |= {"DATABASE_URL": running.url(), "NOTIFYHUB_DATABASE_POOLER": "transaction"}
    del os.environ["NOTIFYHUB_TEST_POOLER"]  # what tests start is told of it already


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Thousands of collected tests are no garbage: a look through them is time of the test's own
    thread, and a template that has a second would lose half of it."""
    gc.collect()
    gc.freeze()


def pytest_runtest_logfinish() -> None:
    """What a worker gathers later is no garbage either; what dies of it is little."""
    global _tests_run
    _tests_run += 1
    if _tests_run % FROZEN_EVERY == 0:
        gc.collect()
        gc.freeze()


def pytest_unconfigure() -> None:
    _servers.close()


class LeftTheBuilding(RuntimeError):
    """A test tried to reach another machine. No OSError: code that bears those must not hide it."""


def _stay_in_the_building() -> None:
    """Refuse sockets and names beyond this machine; what C code does (libpq) is not seen."""
    for name in ("connect", "connect_ex", "sendto"):
        _guard(name)
    resolve = socket.getaddrinfo

    def getaddrinfo(host: str | bytes | None, *rest: object, **named: object) -> object:
        if not _is_here(host):
            raise LeftTheBuilding(f"A test asked for the address of {host!r}.")
        return resolve(host, *rest, **named)  # type: ignore[arg-type]  # passed on as they came

    socket.getaddrinfo = getaddrinfo  # type: ignore[assignment]  # the same call, guarded


def _guard(name: str) -> None:
    original = getattr(socket.socket, name)

    def guarded(self: socket.socket, *args: object) -> object:
        address = args[-1]
        if isinstance(address, tuple) and not _is_here(address[0]):
            self.close()  # who made it expects OSErrors alone
            raise LeftTheBuilding(f"A test tried to reach {address!r}.")
        return original(self, *args)

    setattr(socket.socket, name, guarded)


def _is_here(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", socket.gethostname()):
        return True
    try:
        return ip_address(str(name).split("%")[0]).is_loopback
    except ValueError:
        return False
