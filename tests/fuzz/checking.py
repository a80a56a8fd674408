"""What is asked of every answer; each check raises AssertionError or schemathesis' Failure."""

import json
from collections.abc import Mapping
from typing import Final

from schemathesis.checks import CheckContext, CheckFunction, not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from common.api.problems import MEDIA_TYPE
from tests.fuzz.ground import Caller
from tests.fuzz.shorthand import Case
from tests.house.world import World, fingerprint

SLOWEST: Final = 2.0  # seconds for one answer

EACH: Final = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
)
# How what is wrong may be refused; schemathesis itself knows no 413.
REFUSALS: Final = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422"]


def checks_of(case: Case) -> list[CheckFunction]:
    """An answer cut by `fields` lacks what its schema requires, as asked; values of forms are text,
    whatever was meant, so that nothing in them is of a wrong type."""
    checks = list(EACH)
    if not (isinstance(case.query, dict) and case.query.get("fields")):
        checks.append(response_schema_conformance)
    if case.media_type != "multipart/form-data":
        checks.append(refuses_what_is_wrong)
    return checks


def refuses_what_is_wrong(context: CheckContext, response: Response, case: Case) -> bool | None:
    """Schemathesis' own check; where many things are asked at once, each is refused by itself."""
    if response.status_code == 200 and b'"REFUSED"' in response.content:
        results = json.loads(response.content).get("results", [])
        if any(one.get("status") == "REFUSED" for one in results):
            return None
    return negative_data_rejection(context, response, case)


def tells_nothing_of(caller: Caller, response: Response) -> None:
    """No mark of those who are strangers to the caller, wherever it might stand."""
    said = f"{response.status_code} {response.message} {response.headers}".encode()
    said = (said + response.content).lower()
    for mark in caller.forbidden:
        if mark.encode() in said:
            place = said.index(mark.encode())
            raise AssertionError(f"tells of {mark}: {said[max(0, place - 80) : place + 40]!r}")


def is_whole_problem(response: Response, codes: frozenset[str]) -> None:
    """A refusal is a problem document with a code that the schema lists."""
    if response.status_code < 400:
        return
    kind = response.headers.get("content-type", [""])[0]
    if kind != MEDIA_TYPE:
        raise AssertionError(f"{response.status_code} as {kind or 'nothing'}, not {MEDIA_TYPE}")
    document = json.loads(response.content)
    if document["status"] != response.status_code:
        raise AssertionError(f"status {document['status']} in a {response.status_code}")
    if document["type"] != f"urn:problem-type:{document['code']}":
        raise AssertionError(f"type {document['type']} of code {document['code']}")
    if document["code"] not in codes:
        raise AssertionError(f"an unlisted code {document['code']}")
    if not document["detail"].strip():
        raise AssertionError("says not what to do")


def is_in_time(seconds: float) -> None:
    if seconds > SLOWEST:
        raise AssertionError(f"took {seconds:.1f} s, more than {SLOWEST} s, three times")


def is_shut(caller: Caller, response: Response) -> None:
    """Without a key nothing is answered but refusals."""
    if not caller.key and response.status_code < 400:
        raise AssertionError(f"{response.status_code} without a key")


def changed_nothing_of(world: World, before: Mapping[str, str | None]) -> None:
    """Not one column of a stranger's rows, of any table."""
    after = fingerprint(world)
    changed = [table for table in before if after[table] != before[table]]
    if changed:
        raise AssertionError(f"changed what is another agency's: {', '.join(changed)}")
