"""What `script/bench api` asks for: the same pages and things of ours and of the plain peer."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

import psycopg

Application = Callable[..., Any]
OURS: Final = "ours"
CURSOR: Final = "ModelViewSet, CursorPagination"
CAREFUL: Final = "ModelViewSet, CursorPagination, only()"
NUMBER: Final = "ModelViewSet, PageNumberPagination"
AT: Final = {
    OURS: "/api/v1",
    CURSOR: "/plain/cursor",
    CAREFUL: "/plain/careful",
    NUMBER: "/plain/number",
}
PAGE, DEEP, WALKED = 50, 1_000, 200
THINGS: Final = 200  # whose details are asked in turn


@dataclass(frozen=True, slots=True)
class Case:
    """One question; each contestant's addresses for it, asked in turn."""

    name: str
    addresses: Mapping[str, tuple[str, ...]]

    @property
    def is_detail(self) -> bool:
        return "detail" in self.name


@dataclass(frozen=True, slots=True)
class Asked:
    seconds: float
    status: int
    body: bytes


def ask(application: Application, address: str, key: str) -> Asked:
    """One GET, called as a server calls it; the clock stops when the answer has been closed."""
    parts = urlsplit(address)
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT": "application/json",
        "HTTP_USER_AGENT": "bench",
        "HTTP_AUTHORIZATION": f"Bearer {key}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": None,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    said: list[str] = []
    began = time.perf_counter()
    answer = application(environ, lambda status, headers, *_: said.append(status))
    body = b"".join(answer)
    answer.close()
    return Asked(time.perf_counter() - began, int(said[0][:3]), body)


def got(application: Application, address: str, key: str) -> Any:
    asked = ask(application, address, key)
    if asked.status != 200:
        raise SystemExit(f"{address} answered {asked.status}: {asked.body[:500]!r}")
    return json.loads(asked.body)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Each statement that psycopg sends meanwhile: also those that Django's own count leaves out,
    such as what a session is told of its scope, and whether it still lives."""
    sent: list[str] = []
    plain = psycopg.Cursor.execute

    def execute(cursor: Any, query: Any, *rest: Any, **named: Any) -> Any:
        sent.append(query if isinstance(query, str) else repr(query))
        return plain(cursor, query, *rest, **named)

    psycopg.Cursor.execute = execute  # type: ignore[method-assign, assignment]  # every statement passes it
    try:
        yield sent
    finally:
        psycopg.Cursor.execute = plain  # type: ignore[method-assign]  # as it was


def cases(ours: Application, plain: Application, key: str, deep: int = DEEP) -> list[Case]:
    """Lists, filtered and deep down, and details; of orders and of messages."""
    found = []
    for what, state, code in (
        ("orders", "financial_state", "PENDING"),
        ("messages", "state", "FAILED"),
    ):
        newest = got(ours, f"{AT[OURS]}/{what}/?limit={WALKED}", key)["results"][:THINGS]
        store = newest[0]["store"]["id"]
        queries = {
            "first page": "",
            f"a store's first page, {state}": f"?store={store}&{state}={code}",
            f"first page, {state}": f"?{state}={code}",
            "a store's first page": f"?store={store}",
        }
        for name, query in queries.items():
            found.append(
                Case(f"{what}: {name}", {who: (f"{at}/{what}/{query}",) for who, at in AT.items()})
            )
        pages = {
            OURS: walked(ours, f"{AT[OURS]}/{what}/", key, deep),
            **{who: walked(plain, f"{AT[who]}/{what}/", key, deep) for who in (CURSOR, CAREFUL)},
            NUMBER: f"{AT[NUMBER]}/{what}/?page={deep}",
        }
        found.append(
            Case(f"{what}: page {deep:,}", {who: (address,) for who, address in pages.items()})
        )
        found.append(
            Case(
                f"{what}: detail",
                {
                    who: tuple(f"{at}/{what}/{it['id']}/" for it in newest)
                    for who, at in AT.items()
                    if who in (OURS, CURSOR)
                },
            )
        )
    return found


def same_answers(ours: Application, plain: Application, key: str, of: list[Case]) -> None:
    """Both say the same, field by field, or the bench measures nothing."""
    for case in of:
        said = [
            got(application, case.addresses[who][0], key)
            for who, application in ((OURS, ours), (CURSOR, plain))
        ]
        mine, theirs = (it.get("results", it) for it in said)
        if mine != theirs:
            raise SystemExit(f"{case.name}: the peer says otherwise: {_apart(mine, theirs)}.")


def _apart(mine: Any, theirs: Any) -> str:
    """The fields in which the first rows differ."""
    one, other = ((it[0] if isinstance(it, list) else it) for it in (mine, theirs))
    return ", ".join(sorted(name for name in {*one, *other} if one.get(name) != other.get(name)))


def walked(application: Application, address: str, key: str, deep: int) -> str:
    """The address of that page, walked to by `next` in longer steps."""
    step = f"{address}?limit={WALKED}"
    for _ in range((deep - 1) * PAGE // WALKED):
        step = got(application, step, key)["next"]
    rest = (deep - 1) * PAGE % WALKED
    if rest:
        step = got(application, step.replace(f"limit={WALKED}", f"limit={rest}"), key)["next"]
    parts = urlsplit(step)
    query = "&".join(it for it in parts.query.split("&") if not it.startswith("limit="))
    return f"{parts.path}?{query}"
