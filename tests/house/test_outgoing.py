"""Who opens a connection, and what keeps it from being led astray. See ADR 40."""

import ast
from collections.abc import Iterator
from typing import Final

from tests.house.test_house import ROOMS, ROOT

# Libraries by which something can leave this machine.
SPEAKERS: Final = {
    "aiohttp", "anymail", "asyncio", "boto3", "botocore", "django.core.mail", "dns", "ftplib",
    "http.client", "httpcore", "httpx", "imaplib", "nntplib", "poplib", "pycurl", "pywebpush",
    "redis", "requests", "smtplib", "socket", "socketserver", "ssl", "telnetlib",
    "urllib.request", "urllib3", "websockets", "xmlrpc",
}  # fmt: skip
GUARD: Final = "the guard itself"
OPERATOR: Final = "talks to what the operator's settings name, never to what a person wrote"
INSIDE: Final = "talks to a process of ours on this machine"
DEAF: Final = "names errors, replies or types alone; opens nothing"
WHO: Final = {
    "analytics/reports.py": OPERATOR,  # staff's mail
    "analytics/warning.py": OPERATOR,
    "templates_app/reminding.py": OPERATOR,
    "common/api/limits.py": OPERATOR,  # Valkey
    "common/groupcommit.py": DEAF,  # wakes an event loop
    "common/loopcommit.py": DEAF,  # writes by the connection that it is given
    "common/waiting.py": DEAF,  # wakes an event loop
    "common/often.py": DEAF,  # counts in Django's cache
    "outbound/warning.py": OPERATOR,  # staff's mail
    "common/visitors.py": DEAF,  # reads addresses as the C library does
    "common/wsgi_threads.py": DEAF,  # runs in the event loop of who asked us
    "desk/throttling.py": DEAF,
    "statuspage/turns.py": DEAF,
    "common/embedded/pgbouncer.py": INSIDE,
    "common/embedded/rabbit.py": INSIDE,
    "common/embedded/valkey.py": INSIDE,
    "common/outgoing/calls.py": GUARD,
    "common/outgoing/pinned.py": GUARD,
    "common/outgoing/resolving.py": GUARD,
    "common/outgoing/streaming.py": "connects by common.outgoing.pinned",
    "common/outgoing/talk.py": GUARD,
    "fleet/alert_mails.py": OPERATOR,  # staff's mail
    "messaging/channels/bounded_http.py": "each connection is a Talk's",
    "messaging/channels/bounded_httpx.py": "connects by common.outgoing.pinned",
    "messaging/channels/esp.py": "speaks by a BoundedSession",
    "messaging/channels/push.py": "speaks by a BoundedSession, to push services of a list alone",
    "messaging/channels/sms.py": "speaks by a BoundedClient",
    "messaging/channels/smtp.py": "connects by common.outgoing.resolving",
    "messaging/channels/wire.py": "talks on connections that smtp.py opened",
    "messaging/crew.py": INSIDE,  # a pair of sockets, by which its threads wake it
    "messaging/dns_asking.py": "asks the machine's own name servers; connects to no answer",
    "messaging/mailbox_domains.py": "asks the machine's own name servers; connects to no answer",
    "notifyhub/demo/posting.py": INSIDE,
    "notifyhub/management/commands/simulate.py": DEAF,  # asyncio.run for posting.py
    "notifyhub/played.py": INSIDE,  # looks whether a port is free
    "notifyhub/server.py": INSIDE,
    "stores/letters.py": OPERATOR,  # staff's mail
    "stores/shopify/bucket.py": DEAF,  # keeps a level in Django's cache
    "stores/shopify/client.py": "connects by common.outgoing.pinned, to *.myshopify.com alone",
    "stores/shopify/granting.py": "connects by common.outgoing.pinned, to *.myshopify.com alone",
    "stores/shopify/wire.py": "speaks by its client's connections",
    "templates_app/engine/bounded.py": INSIDE,  # a pair of sockets to a child
    "templates_app/engine/child.py": INSIDE,
    "tracking/meanings.py": DEAF,
    "tracking/providers.py": DEAF,  # reads what services posted
    "tracking/views.py": DEAF,
}
# Calls that would lead where an answer says, or by a proxy of the environment.
FORBIDDEN: Final = {
    "follow_redirects": True,
    "allow_redirects": True,
    "trust_env": True,
    "verify": False,
}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for room in (*ROOMS, "common", "notifyhub"):
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def speaks(tree: ast.Module) -> bool:
    return any(
        name == speaker or name.startswith(f"{speaker}.")
        for name in imported(tree)
        for speaker in SPEAKERS
    )


def test_who_opens_a_connection_stands_on_the_list_with_its_guard_or_its_reason() -> None:
    speaking = {path for path, tree in sources() if speaks(tree)}

    assert sorted(speaking - WHO.keys()) == [], "give it a guard, and a line here"
    assert sorted(WHO.keys() - speaking) == [], "it speaks no more: take its line away"


def test_a_reason_that_names_the_guard_is_true() -> None:
    trees = dict(sources())
    for path, reason in WHO.items():
        if "common.outgoing" in reason:
            assert any(name.startswith("common.outgoing.") for name in imported(trees[path])), path
        for name in ("BoundedSession", "BoundedClient"):
            if name in reason:
                assert any(each.endswith(f".{name}") for each in imported(trees[path])), path


def test_nobody_follows_redirects_or_asks_the_environment_for_a_proxy() -> None:
    found = [
        f"{path}:{keyword.value.lineno} {keyword.arg}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in FORBIDDEN
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is FORBIDDEN[keyword.arg]
    ]

    assert found == []


def test_who_makes_a_client_of_httpx_says_how_it_connects() -> None:
    """httpx.get and a client without our transport would connect wherever a name leads."""
    found = []
    for path, tree in sources():
        if WHO.get(path) == INSIDE:
            continue
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = node.func.value
            if not (isinstance(owner, ast.Name) and owner.id in {"httpx", "requests"}):
                continue
            is_guarded = any(keyword.arg == "transport" for keyword in node.keywords)
            is_call = node.func.attr in {
                "get", "post", "put", "patch", "delete", "head", "request", "stream", "Session",
                "Client", "AsyncClient",
            }  # fmt: skip
            if is_call and not is_guarded:
                found.append(f"{path}:{node.lineno}")

    assert found == []
