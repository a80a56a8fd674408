"""Everything a person can do a program can do, by the same verb: the table, and what is there."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.contrib import admin

from tests.house.isolation import DOORS
from tests.house.two_faces import (
    ALONE,
    DEEDS,
    NOT_POSTED,
    NOTHING_TO_READ,
    ONLY_PROGRAMS,
    SEEN,
    TO_COME,
    Deed,
)

HOUSE = Path(__file__).parents[2]
# Pages of a frame: a form before it is sent, a confirmation, who changed it.
FRAME = ("_add", "_delete", "_history", "-import", "-push", "-adopt", "-own", "admin:login")


@cache
def operations() -> dict[str, str]:
    """Each operation of the description, by its id: which method it is of."""
    paths = yaml.safe_load((HOUSE / "docs" / "openapi.yaml").read_text())["paths"]
    return {
        operation["operationId"]: method
        for methods in paths.values()
        for method, operation in methods.items()
    }


@cache
def files_of_pages() -> str:
    """All that the admin's pages say: they call no verb from elsewhere."""
    files = [*HOUSE.glob("desk/**/*.py"), *HOUSE.glob("stores/*admin*.py")]
    return "\n".join(file.read_text() for file in files)


@cache
def file_of_operation() -> dict[str, str]:
    """The text of the file in which each operation is described."""
    rooms = [file for file in HOUSE.glob("*/*api*.py") if file.parent.name != "tests"]
    texts = [file.read_text() for file in rooms]
    return {
        operation: text
        for text in texts
        for operation in re.findall(r'^\s+"([a-z_]+)",', text, re.M)
    } | {
        operation: text
        for text in texts
        for operation in re.findall(r'@described\(\s*"([a-z_]+)"', text)
    }


def test_every_deed_of_a_page_has_its_operation_or_a_reason() -> None:
    posted = {door.name for door in DOORS if door.method == "POST" and door.roles} | NOT_POSTED

    known = {deed.page for deed in DEEDS if not _is_of_a_list(deed)} | set(ALONE)

    missing, stale = sorted(posted - known), sorted(known - posted)
    assert not missing, f"Name an operation for each in tests/house/two_faces.py: {missing}"
    assert not stale, f"Nobody can post these: {stale}"


def test_every_action_of_a_list_has_its_operation() -> None:
    named = {
        f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist": page
        for model, page in admin.site._registry.items()
    }
    offered = {(name, str(one)) for name, page in named.items() for one in page.actions or ()}

    listed = {(deed.page, deed.part) for deed in DEEDS if _is_of_a_list(deed)}

    assert offered == listed


def _is_of_a_list(deed: Deed) -> bool:
    """An action of a list; a page whose name ends so may also take a form of its own."""
    return bool(deed.part) and deed.page.endswith("_changelist")


def test_every_page_to_look_at_has_its_operation_or_a_reason() -> None:
    shown = [door for door in DOORS if door.method == "GET" and door.own < 400]
    looked_at = {door.name for door in shown if door.roles}
    needed = {name for name in looked_at if not name.endswith(FRAME)}

    missing = sorted(needed - set(SEEN) - set(NOTHING_TO_READ) - set(ALONE))
    stale = sorted((set(SEEN) | set(NOTHING_TO_READ)) - looked_at)

    assert not missing, f"Name what tells it in tests/house/two_faces.py: {missing}"
    assert not stale, f"Nobody can look at these: {stale}"


def test_every_operation_named_is_one() -> None:
    named = {one for deed in DEEDS for one in deed.operations}
    read = {one for each in SEEN.values() for one in each}

    unknown = sorted((named | read) - set(operations()) - TO_COME)
    only_read = sorted(one for one in named if operations().get(one) == "get")

    assert not unknown
    assert not only_read
    assert not TO_COME & set(operations()), "They have come"


def test_what_a_program_can_do_a_person_can_do() -> None:
    named = {one for deed in DEEDS for one in deed.operations}
    changes = {one for one, method in operations().items() if method != "get"}

    assert not sorted(changes - named - set(ONLY_PROGRAMS))
    assert not sorted(set(ONLY_PROGRAMS) - changes)


@pytest.mark.parametrize(
    "deed", [deed for deed in DEEDS if deed.verb], ids=lambda deed: f"{deed.page}:{deed.part}"
)
def test_both_faces_call_the_same_verb(deed: Deed) -> None:
    call = re.compile(rf"\b{deed.verb}\b")

    assert bool(call.search(files_of_pages())), f"No page calls {deed.verb}"
    for operation in deed.operations:
        if operation in operations() and not operation.endswith(("dry_run", "preview_again")):
            text = file_of_operation()[operation]
            assert bool(call.search(text)), f"{operation} calls something else than {deed.verb}"
