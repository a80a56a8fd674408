"""How fast the editor's preview answers, over HTTP: 100 drafts, each another one."""

import json
import statistics
import time

import pytest
from django.test import Client
from django.urls import reverse

from stores.models import Store
from stores.roles import Role
from stores.scope import store_scope
from tests.factories.stores import make_member
from tests.factories.templates_app import make_own_template

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
DRAFTS = 100


def test_a_preview_follows_the_typing(store: Store) -> None:
    with store_scope(store.pk):
        template = make_own_template(store)
    client = Client()
    client.force_login(make_member(store.agency, Role.MARKETER))
    address = reverse("admin:template-preview", args=[template.pk])
    blocks = client.get(reverse("admin:template-draft", args=[template.pk])).json()["drafts"]["A"]
    greeting = next(block for block in blocks if block["key"] == "greeting")
    seconds = []
    sizes = []

    for number in range(DRAFTS + 3):
        greeting["settings"] = {"texts": {"nb": {"title": f"Takk nummer {number}, {{{{ name }}}}"}}}
        began = time.perf_counter()
        answer = client.post(
            address, json.dumps({"blocks": blocks}), content_type="application/json"
        )
        seconds.append(time.perf_counter() - began)
        assert f"Takk nummer {number}" in answer.json()["mail"]["html"]
        sizes.append(len(answer.content))

    warm = sorted(seconds[3:])
    print(
        f"\npreview: median {statistics.median(warm) * 1000:.0f} ms, "
        f"p95 {warm[int(DRAFTS * 0.95)] * 1000:.0f} ms, worst {warm[-1] * 1000:.0f} ms, "
        f"first {seconds[0] * 1000:.0f} ms, answer {statistics.mean(sizes) / 1000:.0f} kB"
    )
    for name in ("one", "two", "three"):
        client.post(
            reverse("admin:template-variants", args=[template.pk]),
            json.dumps({"name": name}),
            content_type="application/json",
        )
    for _round in range(2):  # the first starts the children
        began = time.perf_counter()
        matrix = client.get(reverse("admin:template-matrix", args=[template.pk]))
        took = time.perf_counter() - began
    mails = matrix.content.decode().count("<iframe sandbox")
    print(f"matrix: {mails} mails in {took * 1000:.0f} ms, {took / mails * 1000:.0f} ms each")
