"""Reads JSON bodies strictly: bounded, UTF-8, one object, no NaN, no depth that breaks us."""

import json
from collections.abc import Mapping
from typing import IO, Any, Final, NoReturn

from rest_framework.parsers import BaseParser

from common.api.problems import Problem

LARGEST_BODY: Final = 1_000_000


class StrictJSON(BaseParser):
    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        raw = stream.read(LARGEST_BODY + 1)
        if len(raw) > LARGEST_BODY:
            raise Problem("too-large")
        try:
            document = json.loads(raw.decode(), parse_constant=_no_constant)
            if b"\\ud" in raw.lower():  # half a pair passes the decoder and breaks any writer
                json.dumps(document, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:  # and Unicode errors, which are ValueErrors
            raise Problem("malformed") from error
        if not isinstance(document, dict):
            raise Problem("malformed", "The body must be one JSON object.")
        return document


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
