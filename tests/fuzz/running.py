"""Plays cases against the WSGI application, each in the same world: what it wrote is undone."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import schemathesis
import yaml
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test.utils import override_settings
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.transport import Response

from tests.fuzz import checking
from tests.fuzz.generating import MODES, cases
from tests.fuzz.ground import Caller, Ground
from tests.fuzz.injecting import inject
from tests.fuzz.shapes import bodies
from tests.fuzz.shorthand import Case, Operation
from tests.fuzz.tallying import Finding, Tally
from tests.house.world import fingerprint

ROOT: Final = Path(__file__).resolve().parents[2]
SCHEMA: Final = ROOT / "docs/openapi.yaml"
# Of a hundred cases; the narrow key is refused at most doors, and who has none at all of them.
WEIGHTS: Final = {"owner": 68, "narrow": 29, "nobody": 3}
AGAIN: Final = 2  # so often a slow answer is asked for once more: the machine has other work too
READING: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
NOBODYS: Final = "3f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02"
HOST: Final = "http://testserver"


@dataclass(frozen=True, slots=True)
class Question:
    """A case as one caller; `body` stands for the case's own, which may be too deep to be one."""

    case: Case
    caller: Caller
    body: bytes | None = None
    about: str = ""

    def __str__(self) -> str:
        case = self.case
        said = self.about
        if self.body is None and isinstance(case.body, dict | list | str | int | float):
            said = json.dumps(case.body, default=str)[:3000]
        query = json.dumps(dict(case.query or {}), default=str)
        return f"{case.method} {case.formatted_path} {query} as {self.caller.name} {said}"

    def ask(self, application: Any) -> Response:
        headers = dict(self.case.headers or {})
        if self.caller.key:
            headers["Authorization"] = f"Bearer {self.caller.key}"
        if self.body is None:
            return self.case.call(app=application, base_url=HOST, headers=headers)
        headers["Content-Type"] = self.case.media_type or ""
        return self.case.call(app=application, base_url=HOST, headers=headers, data=self.body)


def load_schema() -> Any:
    """The schema that clients are given; script/lint says when it is not the code's."""
    document = yaml.load(SCHEMA.read_text(), Loader=yaml.CSafeLoader)
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=HOST)
    # Who asks is our matter.
    schema.config.generation.update(modes=list(MODES), with_security_parameters=False)
    schema.config.checks.negative_data_rejection.expected_statuses = checking.REFUSALS
    return schema


def operations(schema: Any, named: str = "") -> list[Operation]:
    """All, or those whose operationId begins so."""
    found = [result.ok() for result in schema.get_all_operations()]
    return [one for one in found if one.definition.raw["operationId"].startswith(named)]


def id_of(operation: Operation) -> str:
    return str(operation.definition.raw["operationId"])


class Player:
    """Sends cases, as one caller and another in turn, and looks at every answer."""

    def __init__(self, ground: Ground, schema: Any, *, seed: int) -> None:
        from notifyhub.wsgi import application

        self.application, self.ground, self.seed = application, ground, seed
        self.document: dict[str, Any] = schema.raw_schema
        self._codes = _codes(self.document)
        self._theirs = fingerprint(ground.theirs)

    @contextmanager
    def _surroundings(self) -> Iterator[None]:
        """No limit that would blind the fuzz, and the connection is ours while requests come."""
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        logging.disable(logging.WARNING)  # refusals by the thousand; errors are still told
        try:
            with override_settings(NOTIFYHUB_API_BURST=1_000_000_000):
                yield
        finally:
            logging.disable(logging.NOTSET)
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)

    def play(self, operation: Operation, count: int, told: Callable[[], None]) -> Tally:
        tally = Tally(id_of(operation))
        seed = f"{self.seed}:{tally.operation}"
        with self._surroundings():
            for number, case in enumerate(cases(operation, count, seed)):
                random = Random(f"{seed}:{number}")
                inject(case, self.ground, random)
                self._try(Question(case, self._caller(random)), tally)
                told()
        return tally

    def strain(self, operation: Operation, told: Callable[[], None], only: int = 0) -> Tally:
        """Bodies as large, deep and many as may be; `only` so many of them, if it is said."""
        tally = Tally(id_of(operation))
        shapes = list(bodies(operation, self.document))
        if only:
            shapes = Random(tally.operation).sample(shapes, min(only, len(shapes)))
        named = {one.name: NOBODYS for one in operation.path_parameters}
        own = {**named, **next(iter(self.ground.own.get(operation.path, [])), {})}
        with self._surroundings():
            for name, body in shapes:
                case = operation.Case(path_parameters=own, media_type="application/json")
                self._try(Question(case, self.ground.callers[0], body, name), tally)
                told()
        return tally

    def _caller(self, random: Random) -> Caller:
        callers = self.ground.callers
        return random.choices(callers, [WEIGHTS[one.name] for one in callers])[0]

    def _try(self, question: Question, tally: Tally) -> None:
        tally.cases += 1
        try:
            response = self._answer(question)
        except Exception as error:  # a crash outside the handlers is the gravest finding
            tally.note(Finding(tally.operation, "crash", repr(error), str(question), ""))
            return
        tally.count(response.status_code, response.elapsed)
        answer = f"{response.status_code} {response.content[:1500].decode(errors='replace')}"
        for check, said in self._amiss(question, response):
            tally.note(Finding(tally.operation, check, said, str(question), answer))

    def _answer(self, question: Question) -> Response:
        with transaction.atomic():
            try:
                response = question.ask(self.application)
                connection.check_constraints()  # what a commit would have looked at
                if question.case.method not in READING and response.status_code < 400:
                    checking.changed_nothing_of(self.ground.theirs, self._theirs)
            finally:
                transaction.set_rollback(True)
        return response

    def _best_time(self, question: Question, seconds: float) -> float:
        for _ in range(AGAIN):
            if seconds > checking.SLOWEST:
                seconds = min(seconds, self._answer(question).elapsed)
        return seconds

    def _amiss(self, question: Question, response: Response) -> Iterator[tuple[str, str]]:
        case, caller = question.case, question.caller
        try:
            case.validate_response(response, checks=checking.checks_of(case))
        except FailureGroup as group:
            for failure in group.exceptions:
                title = failure.title if isinstance(failure, Failure) else type(failure).__name__
                yield title, str(failure)
        checks: tuple[Callable[[], None], ...] = (
            lambda: checking.tells_nothing_of(caller, response),
            lambda: checking.is_whole_problem(response, self._codes),
            lambda: checking.is_shut(caller, response),
            lambda: checking.is_in_time(self._best_time(question, response.elapsed)),
        )
        for check in checks:
            try:
                check()
            except AssertionError as error:
                yield "ours", str(error)


def _codes(document: dict[str, Any]) -> frozenset[str]:
    """The codes of refusals that the schema lists."""
    problem = document["components"]["schemas"]["Problem"]
    return frozenset(problem["properties"]["code"]["examples"])
