"""Files of parcels: looked through, read in once, stopped, and nothing lost."""

from datetime import timedelta

import pytest

from messaging import parcel_imports
from messaging.parcel_imports import NotNow
from shipping import parcel_files
from shipping.models import Parcel, ParcelImport, ParcelImportRow
from shipping.parcel_files import FileRefused
from stores.models import Store
from stores.scope import Scope, every_store
from tests.factories import payloads
from tests.factories.parcels import FIRST, NOW, SECOND, placed_order

HEAD = "order;number;carrier;shipped_at;direction"


def read(text: str, encoding: str = "utf-8") -> parcel_files.Sheet:
    return parcel_files.read_sheet(text.encode(encoding))


@pytest.mark.parametrize(
    ("text", "encoding", "delimiter", "named"),
    [
        ("order,number,carrier\n#1,A1,Bring\n", "utf-8", ",", "UTF-8"),
        ("\ufeffOrder Name;Tracking Number;Carrier\r\n#1;A1;Bring\r\n", "utf-8", ";", "UTF-8"),
        ("Bestellung;Sendungsnummer;Transportør\n#1;A1;Bring\n", "cp1252", ";", "Windows-1252"),
        ("order\tnumber\tcarrier\n#1\tA1\tBring\n", "utf-16", "\t", "UTF-16"),
        ("sep=|\norder|number|carrier\n#1|A1|Bring\n", "utf-8", "|", "UTF-8"),
    ],
)
def test_what_spreadsheets_save_is_read(
    text: str, encoding: str, delimiter: str, named: str
) -> None:
    sheet = read(text, encoding)

    assert (sheet.delimiter, sheet.encoding) == (delimiter, named)
    assert [dict(line.cells) for line in sheet.lines] == [
        {"order": "#1", "number": "A1", "carrier": "Bring"}
    ]
    assert sheet.lines[0].line == (3 if text.startswith("sep=") else 2)


def test_cells_that_are_kept_from_counting_are_plain() -> None:
    sheet = read('order,number,note\n1001,"=""0034""",x\n#1002,\'=5,y\n')

    assert [line.cells["number"] for line in sheet.lines] == ["0034", "=5"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "lacks order, number"),
        (b"number\nA1\n", "lacks order"),
        (b"order,number\n", "no line below"),
        (b"order,number,tracking\n1,2,3\n", "both the number"),
        (b"PK\x03\x04\x00\x00order,number\n1,2", "no CSV file"),
        (b'order,number\n1,"' + b"x" * 200_000, "cannot be read"),
        (b"\xff\xfeo", "breaks off"),
        (b"x" * 5_000_001, "larger than"),
        (b"order,number\n" + b"1,2\n" * 10_001, "more than 10000 lines"),
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        parcel_files.read_sheet(content)


def check(store: Store, *lines: str) -> ParcelImport:
    return parcel_imports.check_file(
        store=store,
        name="july.csv",
        content="\n".join([HEAD, *lines]).encode(),
        actor="Mina",
        now=NOW,
    )


def begin(source: ParcelImport) -> None:
    parcel_imports.begin_import(
        source=source, tells_buyers=True, tells_shopify=False, actor="Mina", now=NOW
    )


def run() -> None:
    with every_store(because="a test's worker"):
        while parcel_imports.run_imports(now=NOW):
            pass


def lines_of(source: ParcelImport) -> list[tuple[int, str, str]]:
    rows = ParcelImportRow.objects.filter(source=source).order_by("line")
    return list(rows.values_list("line", "state", "said"))


@pytest.mark.django_db
def test_a_file_is_looked_through_and_adds_nothing_yet(store: Store, inside: Scope) -> None:
    placed_order(store)

    source = check(
        store,
        f"#1001;{FIRST};Bring;2026-03-02 12:00;",
        f"9999;{FIRST};;;",
        ";A1;;;",
        "1001;;;;",
        "1001;3,70722E+17;;;",
        "1001;A1;;3rd of May;",
        "1001;A1;;;sideways",
    )

    found = lines_of(source)
    assert [(line, state) for line, state, _ in found] == [
        (2, "WAITING"),
        *((line, "BAD") for line in range(3, 9)),
    ]
    for words, (_line, _state, said) in zip(
        ("no such order", "order is missing", "number is missing", "shortened", "no day", "no dir"),
        found[1:],
        strict=True,
    ):
        assert words in said
    assert not Parcel.objects.exists()


@pytest.mark.django_db
def test_a_file_is_read_in_once_and_twice_is_no_more(store: Store, inside: Scope) -> None:
    placed_order(store)
    rows = (f"1001;{FIRST};Bring;02.03.2026;", f"#1001;{SECOND};;;RETURN", "9999;A1;;;")
    source = check(store, *rows)
    begin(source)

    run()

    source.refresh_from_db()
    assert source.state == ParcelImport.State.DONE
    assert [state for _, state, _ in lines_of(source)] == ["ADDED", "ADDED", "BAD"]
    out, back = Parcel.objects.order_by("pk")
    assert (out.number, out.company, out.origin, back.direction) == (
        FIRST,
        "Bring",
        "CSV",
        "RETURN",
    )
    assert out.shipped_at is not None
    assert out.shipped_at.date().isoformat() in ("2026-03-01", "2026-03-02")
    with pytest.raises(NotNow):
        begin(source)
    assert parcel_imports.counts_of(check(store, *rows)) == {"KNOWN": 2, "BAD": 1}


@pytest.mark.django_db
def test_a_stopped_file_goes_on_with_the_rest(store: Store, inside: Scope) -> None:
    placed_order(store)
    source = check(store, f"1001;{FIRST};;;", f"1001;{SECOND};;;")
    begin(source)
    assert parcel_imports.cancel_import(source=source, now=NOW)

    run()
    assert not Parcel.objects.exists()
    begin(source)
    run()

    assert Parcel.objects.count() == 2
    assert not parcel_imports.cancel_import(source=source, now=NOW)


@pytest.mark.django_db
def test_what_is_refused_on_the_way_says_what_to_do(store: Store, inside: Scope) -> None:
    order = placed_order(store)
    source = check(store, f"1001;{FIRST};;;")
    begin(source)
    type(order).objects.update(redacted_at=NOW)

    run()

    ((_line, state, said),) = lines_of(source)
    assert state == "REFUSED"
    assert "erased" in said


@pytest.mark.django_db
def test_a_thousand_lines_are_looked_through_in_few_queries(
    store: Store, inside: Scope, django_assert_max_num_queries: object
) -> None:
    placed_order(store)
    lines = [f"#1001;N{number};;;" for number in range(300)]

    with django_assert_max_num_queries(12):  # type: ignore[operator]  # a fixture of pytest-django
        check(store, *lines)

    assert ParcelImportRow.objects.filter(state="WAITING").count() == 300


@pytest.mark.django_db
def test_files_are_forgotten_after_their_time(store: Store, inside: Scope) -> None:
    source = check(store, f"1001;{FIRST};;;")
    assert payloads.START < NOW

    with every_store(because="a test's sweeper"):
        late = NOW + parcel_imports.KEPT + timedelta(days=1)
        assert parcel_imports.forget_imports(now=late) == 1

    assert not ParcelImport.objects.filter(pk=source.pk).exists()
