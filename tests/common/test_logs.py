"""What log lines must not show."""

import json
import logging
from typing import Any

import pytest
import structlog

from common import logs


def line(message: str, **extra: Any) -> str:
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=logs.processors(as_json=True), foreign_pre_chain=logs.PRE_CHAIN
    )
    record = logging.getLogger("a test").makeRecord(
        "a test", logging.WARNING, __file__, 1, message, (), None, extra=extra
    )
    return formatter.format(record)


@pytest.mark.parametrize(
    "secret",
    [
        "nh_live_k3Jd9Qm2XbT7_" + "s3cr-t_" * 6 + "x",
        "shpat_0123456789abcdef0123456789abcdef",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ],
)
def test_a_secret_is_hidden_wherever_it_stands(secret: str) -> None:
    class Request:
        def __repr__(self) -> str:
            return f"<GET /api/v1/orders/?q={secret}&limit=1>"

    written = line(f"Bad request {secret}", request=Request(), header=f"Bearer {secret}", count=3)

    assert secret[21:] not in written
    said = json.loads(written)
    assert said["request"].endswith("…&limit=1>")
    assert said["count"] == 3


def test_ordinary_words_stay() -> None:
    assert "whsec and nh_live are prefixes" in line("whsec and nh_live are prefixes")
