"""Each table says what it does with buyers' data: it is copied, and erased; or it has none."""

from django.apps import apps
from django.db import models

from intake.buyers.kept import KEPT, NOBODYS, NOBODYS_ROOMS
from stores.owned import AgencyOwned, StoreOwned

FENCED = {
    model._meta.label: model
    for model in apps.get_models()
    if issubclass(model, StoreOwned | AgencyOwned)
}
LISTED = {kept.model for kept in KEPT}


def test_every_table_of_a_tenant_is_in_the_copy_or_says_why_not() -> None:
    unsaid = [
        label
        for label, model in FENCED.items()
        if label not in LISTED
        and label not in NOBODYS
        and model._meta.app_label not in NOBODYS_ROOMS
    ]

    assert not unsaid, (
        f"Say in intake/buyers/kept.py how a buyer's rows are found there and what erasing does to "
        f"them, or why no buyer's data is in: {unsaid}"
    )


def test_nothing_is_listed_that_is_gone_or_listed_twice() -> None:
    assert not (LISTED | set(NOBODYS)) - set(FENCED)
    assert not LISTED & set(NOBODYS)
    assert len(LISTED) == len(KEPT)


def test_a_table_that_leads_to_an_order_or_a_message_is_in_the_copy() -> None:
    """Whoever writes that a table is nobody's cannot have it point at somebody's."""
    theirs = {"orders.Order", "orders.Customer", "messaging.Message"}
    wrong = [
        label
        for label, model in FENCED.items()
        if label in NOBODYS or model._meta.app_label in NOBODYS_ROOMS
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model._meta.label in theirs
    ]

    assert wrong == []


def test_each_column_and_search_of_the_list_is_there() -> None:
    for kept in KEPT:
        columns = {field.name for field in FENCED[kept.model]._meta.concrete_fields}
        attributes = columns | {field.attname for field in FENCED[kept.model]._meta.concrete_fields}
        assert set(kept.hidden) <= columns, kept.model
        for column, _whose in kept.finds:
            assert column.partition("__")[0] in attributes | {"pk"}, (kept.model, column)
