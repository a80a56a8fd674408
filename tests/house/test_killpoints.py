"""Every killpoint of the product is one at which processes are shot."""

import re
from pathlib import Path

from tests.chaos import (
    answering,
    archiving,
    attributing,
    baskets,
    bulk,
    calling_out,
    catching_up,
    counting,
    day_folding,
    forgetting,
    installing,
    judging,
    parcelling,
    receiving,
    ruling,
    sending,
    telling,
    watching,
)

ROOT = Path(__file__).parents[2]
CALL = re.compile(r'killpoint\("([a-z_.]+)"\)')
NO_ROOMS = {"common", "tests"}


def test_each_step_that_can_be_shot_at_is() -> None:
    rooms = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in NO_ROOMS]
    files = [path for room in rooms for path in room.rglob("*.py")]
    written = {name for path in files for name in CALL.findall(path.read_text())}

    shots = [
        *(*sending.ALL, *receiving.ALL, *bulk.ALL, *archiving.ALL),
        *(*parcelling.ALL, *calling_out.ALL, *telling.ALL, *answering.ALL),
        *ruling.ALL,
        *(*judging.ALL, *attributing.ALL, *counting.ALL, *day_folding.ALL),
        *(*installing.ALL, *watching.ALL, *baskets.ALL, *catching_up.ALL),
        *forgetting.ALL,
    ]
    shot_at = {step for _, step in shots}

    assert written == shot_at
