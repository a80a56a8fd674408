"""What tests of the editor share: asking it as its script does."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from stores.models import User
from templates_app.models import Template


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, template: Template) -> str:
    return reverse(f"admin:template-{name}", args=[template.pk])


def ask(
    client: Client, name: str, template: Template, body: Any = None, *, put: bool = False
) -> Any:
    send = client.put if put else client.post
    return send(url(name, template), json.dumps(body or {}), content_type="application/json")


def state(client: Client, template: Template) -> dict[str, Any]:
    answer = client.get(url("draft", template))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def written(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = ("key", "type", "settings", "is_locked")
    return [{name: block[name] for name in names} for block in blocks]


def block(blocks: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return next(one for one in blocks if one["key"] == key)


def say(blocks: list[dict[str, Any]], text: str, *, key: str = "greeting") -> list[dict[str, Any]]:
    """The blocks with that heading in Norwegian."""
    blocks = written(json.loads(json.dumps(blocks)))
    block(blocks, key)["settings"]["texts"] = {"nb": {"title": text}}
    return blocks
