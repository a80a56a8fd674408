"""Every killpoint of the product is one at which processes are shot."""

import re
from pathlib import Path

from tests.chaos import bulk, receiving, sending

ROOT = Path(__file__).parents[2]
CALL = re.compile(r'killpoint\("([a-z_.]+)"\)')
NO_ROOMS = {"common", "tests"}


def test_each_step_that_can_be_shot_at_is() -> None:
    rooms = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in NO_ROOMS]
    files = [path for room in rooms for path in room.rglob("*.py")]
    written = {name for path in files for name in CALL.findall(path.read_text())}

    shot_at = {step for _, step in [*sending.ALL, *receiving.ALL, *bulk.ALL]}

    assert written == shot_at
