"""Processing times as a table."""

from datetime import UTC, datetime, time

import pytest

from shipping import calendars
from shipping.calendars import CalendarDraft
from shipping.models import ProcessingTime, RuleChange
from shipping.processing_csv import MOST_LINES, Taken, set_processing_times, table_of
from shipping.rule_changes import By, RuleRefused
from stores.models import Store
from stores.scope import Scope

MINA = By("Mina Lie", datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
HEAD = "level,target,label,min,max,calendar,dropshipped\n"


def take(store: Store, text: str) -> Taken:
    return set_processing_times(store=store, text=text, by=MINA)


def test_a_table_sets_many_and_comes_back_as_it_went_in(store: Store, inside: Scope) -> None:
    draft = CalendarDraft(name="Oslo", cutoff=time(14))
    calendars.add_calendar(store=store, draft=draft, by=MINA)
    text = HEAD + (
        "store,,,1,2,,\n"
        'product,84,"Sweater, made to order",2,5,oslo,\n'
        "Vendor,=Rauma,,3,7,,yes\n"
        ",,,,,,\n"
        "variant,gid://shopify/ProductVariant/9,Blue,0,0,,no\n"
    )

    assert take(store, text) == Taken(added_count=4)
    assert take(store, text) == Taken(same_count=4)

    back = "".join(table_of(store))
    assert "gid://shopify/Product/84" in back
    assert "'=Rauma" in back  # a spreadsheet takes it for text
    assert take(store, back) == Taken(same_count=4)
    assert ProcessingTime.objects.get(level="VENDOR").is_dropshipped
    assert RuleChange.objects.filter(subject="PROCESSING").count() == 4


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_tables_of_other_countries_are_read_too(store: Store, inside: Scope, mark: str) -> None:
    text = "\ufeff" + "Max,LEVEL,min\r\n5,store,2\r\n".replace(",", mark)

    assert take(store, text).added_count == 1

    assert ProcessingTime.objects.get().max_days == 5


def test_one_wrong_line_keeps_all_out_and_each_is_named(store: Store, inside: Scope) -> None:
    text = HEAD + (
        "store,,,1,2,,\n"
        "product,eighty,,1,2,,\n"
        "vendor,Rauma,,5,2,,\n"
        "vendor,Dale,,1,two,,\n"
        "vendor,Sandnes,,1,2,Bergen,\n"
        "vendor,Sandnes,,1,2,,perhaps\n"
        "store,,,1,3,,\n"
        "shelf,,,1\n"
    )

    troubles = take(store, text).troubles

    assert [one.line for one in troubles] == [3, 4, 5, 6, 7, 8, 9]
    for one, words in zip(
        troubles,
        ("id", "swap", "“two”", "“Bergen”", "“perhaps”", "line 2", "“max”"),
        strict=True,
    ):
        assert words in one.words
    assert not ProcessingTime.objects.exists()
    assert not RuleChange.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "missing: level, min, max"),
        ("level,min\nstore,1\n", "missing: max"),
        (HEAD + "store,,,1,2,,\n" * (MOST_LINES + 1), "split it"),
        (HEAD + "x" * 1_000_001, "1 MB"),
        (HEAD + "x" * 200_000, "no CSV"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(
    store: Store, inside: Scope, text: str, words: str
) -> None:
    with pytest.raises(RuleRefused, match=words):
        take(store, text)
