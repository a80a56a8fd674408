"""Who looks at these pages."""

import pytest
from django.test import Client

from stores.models import User


@pytest.fixture
def page(marketer: User) -> Client:
    client = Client()
    client.force_login(marketer)
    return client
