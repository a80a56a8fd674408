"""A megabyte at a field of every write: deep, long, many. Each is answered, and soon."""

import pytest

from tests.fuzz.ground import make_ground
from tests.fuzz.running import Player, id_of, load_schema, operations
from tests.fuzz.shapes import bodies

EACH = 1
PARTS = 4


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::UserWarning")  # schemathesis', of schemas not of its taste
@pytest.mark.parametrize("part", range(PARTS))
def test_a_megabyte_at_a_field_of_every_write(part: int) -> None:
    schema = load_schema()
    mine = sorted(operations(schema), key=id_of)[part::PARTS]
    player = Player(make_ground(sorted({one.path for one in mine})), schema, seed=0)

    tallies = [player.strain(operation, lambda: None, EACH) for operation in mine]

    assert [one for tally in tallies for one in tally.findings] == []
    assert sum(tally.cases for tally in tallies) > 10


def test_every_field_of_a_body_is_strained() -> None:
    schema = load_schema()
    (operation,) = [one for one in operations(schema) if id_of(one) == "calendars_add"]

    names = [name for name, _ in bodies(operation, schema.raw_schema)]

    assert {"too large", "many at days", "long at name", "deep at cutoff"} <= set(names)
