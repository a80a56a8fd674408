"""Conditions of ours."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.db.lookups import AnyOf
from stores.models import Agency
from stores.scope import every_store

pytestmark = pytest.mark.django_db


def test_any_of_nothing_asks_nothing(agency: Agency) -> None:
    with every_store(because="a test"), CaptureQueriesContext(connection) as said:
        none = list(Agency.objects.filter(AnyOf("id", [])))
        all_ = list(Agency.objects.exclude(AnyOf("id", [])))

    assert (none, agency in all_) == ([], True)
    assert len(said) == 1
