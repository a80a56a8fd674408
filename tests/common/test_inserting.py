"""Many rows by one statement: the same rows as one by one, and no word lost in silence."""

from typing import Any

import pytest
from django.db import DataError, IntegrityError

from common.db.inserting import NotPlain, insert_new, insert_rows
from orders.models import Order, OrderTag, StaffTask
from stores.models import Credential, Store
from stores.scope import every_store, store_scope
from tests.factories.stores import make_store
from tests.factories.worlds import make_order

pytestmark = pytest.mark.django_db

# What breaks where a value is put into a statement, or a list, by hand.
ODD = (
    "it's",
    'a "word"',
    "back\\slash",
    "{1,2}",
    "NULL",
    "",
    "é中\U0001f381",
    "tab\tline\n",
    "%s %(a)s",
)


@pytest.fixture
def order(store: Store) -> Order:
    return make_order(store)


def twin(order: Order, number: int, **columns: Any) -> Order:
    """An order like this one that is not written yet."""
    values = {field.attname: getattr(order, field.attname) for field in Order._meta.concrete_fields}
    fresh = Order(store_id=order.store_id, shopify_id=number)
    kept = {name: values[name] for name in values if name not in ("id", "public_id", "shopify_id")}
    kept.pop("token", None)
    for name, value in (kept | columns).items():
        setattr(fresh, name, value)
    return fresh


def kept_of(store: Store, number: int) -> dict[str, Any]:
    rows: Any = Order.objects.filter(store=store).values()
    row = rows.get(shopify_id=number)
    return {name: row[name] for name in row if name not in ("id", "public_id", "token")}


@pytest.mark.parametrize("word", ODD)
def test_the_row_is_the_one_that_saving_makes(store: Store, order: Order, word: str) -> None:
    columns = {
        "customer_note": word,
        "tags": ["plain", word],
        "note_attributes": {word: [word, 1, None]},
    }
    with store_scope(store.pk):
        saved, inserted = twin(order, 1, **columns), twin(order, 1, **columns)
        saved.save(force_insert=True)
        expected = kept_of(store, 1)
        Order.objects.filter(shopify_id=1).delete()

        assert insert_rows([inserted]) == 1
        assert kept_of(store, 1) == expected


def test_a_row_that_is_there_stays_as_it_is(store: Store, order: Order) -> None:
    with store_scope(store.pk):
        rows = [twin(order, order.shopify_id, name="other"), twin(order, 7)]

        assert insert_rows(rows, passes_over=True) == 1
        assert Order.objects.get(pk=order.pk).name == order.name


def test_a_row_that_is_there_is_an_error_where_none_should_be(store: Store, order: Order) -> None:
    with store_scope(store.pk), pytest.raises(IntegrityError):
        insert_rows([twin(order, order.shopify_id)])


@pytest.mark.parametrize(
    "columns",
    [{"name": "a\x00b"}, {"name": "\ud83c"}, {"name": "x" * 1000}, {"total_minor": 2**70}],
    ids=["nothing", "half a character", "too long", "too large"],
)
def test_what_postgres_cannot_hold_is_a_data_error(
    store: Store, order: Order, columns: dict[str, Any]
) -> None:
    with store_scope(store.pk), pytest.raises(DataError):
        insert_rows([twin(order, 7, **columns)])


def test_a_table_whose_values_are_sealed_is_refused(store: Store) -> None:
    with store_scope(store.pk), pytest.raises(NotPlain, match="cannot be written"):
        insert_rows([Credential(store=store)])


def test_the_fence_stands_in_postgres(store: Store, order: Order) -> None:
    with store_scope(make_store().pk), pytest.raises(Exception, match="row-level security"):
        insert_rows([OrderTag(store=store, order=order, tag_key="vip")])


def test_nothing_to_write_asks_nothing(django_assert_num_queries: Any) -> None:
    with every_store(because="a test"), django_assert_num_queries(0):
        assert insert_rows([]) == 0


def test_a_new_row_is_what_would_be_read_anew(store: Store) -> None:
    with store_scope(store.pk):
        made = Order(store_id=store.pk, shopify_id=11)

        assert insert_new(made)
        read = Order.objects.get(shopify_id=11)

        names = [field.attname for field in Order._meta.concrete_fields]
        assert {name: getattr(made, name) for name in names} == {
            name: getattr(read, name) for name in names
        }
        assert (made._state.adding, made._state.db) == (read._state.adding, read._state.db)


def test_what_is_there_is_not_new(store: Store, order: Order) -> None:
    with store_scope(store.pk):
        again = Order(store_id=store.pk, shopify_id=order.shopify_id)

        assert not insert_new(again)
        assert again.pk is None
        assert Order.objects.get().pk == order.pk


def test_what_only_the_database_knows_is_not_guessed(store: Store, order: Order) -> None:
    with store_scope(store.pk), pytest.raises(NotPlain, match="Only the database knows"):
        insert_new(StaffTask(store_id=store.pk, order=order))
