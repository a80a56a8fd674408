"""Parts of a draft: one block, one language of all blocks, and the order of the blocks."""

import re
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common import locales as tags
from common.api.schema import described
from common.api.shapes import Strict
from stores.roles import Verb
from templates_app import api_examples as examples
from templates_app.api import TemplateView
from templates_app.inheriting import Placed, draft_of
from templates_app.shapes import BlockOut, TemplateOut, VariantQuery


class OneBlockOut(BlockOut):
    """A block of a draft, and the draft's version."""

    version = serializers.IntegerField(help_text="Name it when you save")


class BlockSettingsIn(Strict):
    """What is named is replaced, all else of the block stays."""

    version = serializers.IntegerField(min_value=1)
    settings = serializers.DictField(required=False)
    is_locked = serializers.BooleanField(required=False, help_text="Of the agency's drafts only")


class BlockOrderIn(Strict):
    version = serializers.IntegerField(min_value=1)
    keys = serializers.ListField(
        child=serializers.CharField(max_length=48),
        max_length=60,
        help_text="Every block of the mail, each once, from the top",
    )


class BlockTextsOut(serializers.Serializer[Any]):
    """The texts of one block in one language; what is missing falls back on others."""

    key = serializers.CharField()
    type = serializers.CharField()
    texts = serializers.DictField(child=serializers.CharField())


class TranslationOut(serializers.Serializer[Any]):
    """A draft in one language."""

    locale = serializers.CharField()
    version = serializers.IntegerField()
    locales = serializers.ListField(
        child=serializers.CharField(), help_text="In which any of its texts are written"
    )
    blocks = BlockTextsOut(many=True)


class TranslationIn(Strict):
    """What is named is replaced, all else stays; an empty text is taken away."""

    version = serializers.IntegerField(min_value=1)
    blocks = serializers.DictField(
        child=serializers.DictField(
            child=serializers.CharField(allow_blank=True, max_length=20_000)
        ),
        help_text="Block → key of the text → text",
    )


BLOCK_EXAMPLE = {
    "key": "greeting",
    "type": "greeting",
    "settings": {"texts": {"nb": {"title": "Takk, {{ customer.first_name }}"}}},
    "is_locked": False,
    "origin": "STORE",
    "version": 4,
}
TRANSLATION_EXAMPLE = {
    "locale": "nb",
    "version": 4,
    "locales": ["en", "nb"],
    "blocks": [
        {"key": "greeting", "type": "greeting", "texts": {"title": "Takk for bestillingen"}}
    ],
}


class PartView(TemplateView):
    """What shows and changes a part of a draft, of the wording that `?variant=` names."""

    query_classes: ClassVar = {"GET": VariantQuery, "PUT": VariantQuery}

    def blocks(self, public_id: UUID) -> list[Placed]:
        template = self.template(public_id)
        return list(draft_of(template, self.variant(template, self.query.get("variant"))))


class OneBlock(PartView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES, "PUT": Verb.EDIT_TEMPLATES}
    versioned_by: ClassVar = OneBlockOut

    @described(
        "template_blocks_read", "Read a block of a draft", out=OneBlockOut, example=BLOCK_EXAMPLE
    )
    def get(self, request: Request, public_id: UUID, key: str) -> Response:
        """As it would be published, with the layer it comes from."""
        block = self._block(self.blocks(public_id), key)
        version = self.template(public_id).version
        return self.shown(OneBlockOut, {**block.as_json(), "version": version})

    @described(
        "template_blocks_set",
        "Change a block of a draft",
        body=BlockSettingsIn,
        out=TemplateOut,
        body_example={"version": 4, "settings": {"is_shown": False}},
        example=examples.TEMPLATE,
    )
    def put(self, request: Request, public_id: UUID, key: str) -> Response:
        """Give it other settings; nothing reaches a buyer before it is published.

        409 `edit-conflict`, `block-locked`, `block-refused`.
        """
        wanted = self.read_body(request, BlockSettingsIn)
        version = wanted.pop("version")
        blocks = self.blocks(public_id)
        self._block(blocks, key)
        changed = [replace(each, **wanted) if each.key == key else each for each in blocks]
        return self.saved(self.template(public_id), version, changed)

    def _block(self, blocks: list[Placed], key: str) -> Placed:
        found = next((block for block in blocks if block.key == key), None)
        if found is None:
            raise Http404
        return found


class BlockOrder(PartView):
    verbs: ClassVar = {"PUT": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"PUT": VariantQuery}
    versioned_by: ClassVar = TemplateOut

    @described(
        "template_blocks_order",
        "Put the blocks of a draft in order",
        body=BlockOrderIn,
        out=TemplateOut,
        body_example={"version": 4, "keys": ["subject", "greeting", "lines", "help"]},
        example=examples.TEMPLATE,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """All of them, none else: to leave one out save the draft whole. 409 `edit-conflict`."""
        wanted = self.read_body(request, BlockOrderIn)
        blocks = {block.key: block for block in self.blocks(public_id)}
        if sorted(wanted["keys"]) != sorted(blocks):
            words = "Name each block of the mail once: " + ", ".join(blocks) + "."
            raise serializers.ValidationError({"keys": words}, code="unknown")
        ordered = [blocks[key] for key in wanted["keys"]]
        return self.saved(self.template(public_id), wanted["version"], ordered)


class Translation(PartView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES, "PUT": Verb.EDIT_TEMPLATES}
    versioned_by: ClassVar = TranslationOut

    @described(
        "template_translations_read",
        "Read a draft in one language",
        out=TranslationOut,
        example=TRANSLATION_EXAMPLE,
    )
    def get(self, request: Request, public_id: UUID, locale: str) -> Response:
        """The texts that are written in it, block by block: what a translator begins with."""
        locale, blocks = _known(locale), self.blocks(public_id)
        answer = {
            "locale": locale,
            "version": self.template(public_id).version,
            "locales": sorted({tag for block in blocks for tag in block.spec.own_texts}),
            "blocks": [
                {
                    "key": block.key,
                    "type": block.type,
                    "texts": dict(block.spec.own_texts.get(locale, {})),
                }
                for block in blocks
            ],
        }
        return self.shown(TranslationOut, answer)

    @described(
        "template_translations_set",
        "Write a draft in one language",
        body=TranslationIn,
        out=TemplateOut,
        body_example={"version": 4, "blocks": {"greeting": {"title": "Takk for bestillingen"}}},
        example=examples.TEMPLATE,
    )
    def put(self, request: Request, public_id: UUID, locale: str) -> Response:
        """The texts named are replaced, in this language alone.

        409 `edit-conflict`, `block-locked`, `block-refused`.
        """
        wanted, locale = self.read_body(request, TranslationIn), _known(locale)
        blocks = self.blocks(public_id)
        unknown = sorted(set(wanted["blocks"]) - {block.key for block in blocks})
        if unknown:
            words = f"The mail has no block “{unknown[0]}”."
            raise serializers.ValidationError({"blocks": words}, code="unknown")
        changed = [_written(block, locale, wanted["blocks"].get(block.key, {})) for block in blocks]
        return self.saved(self.template(public_id), wanted["version"], changed)


def _known(locale: str) -> str:
    """As language tags are kept. Raises Http404 for what is none."""
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}", locale):
        raise Http404
    return tags.normal(locale)


def _written(block: Placed, locale: str, texts: dict[str, str]) -> Placed:
    if not texts:
        return block
    written = {**block.spec.own_texts.get(locale, {}), **texts}
    kept = {key: text for key, text in written.items() if text}
    others = {tag: each for tag, each in block.spec.own_texts.items() if tag != locale}
    return replace(
        block, settings={**block.settings, "texts": {**others, **({locale: kept} if kept else {})}}
    )
