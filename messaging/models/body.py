"""The exact words of each message, and what they are packed against."""

import zlib
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.db.reading import made
from messaging.models.message import Message
from messaging.packing import Words, pack, unpack
from stores.owned import FencedManager, StoreOwned


def forgotten(now: datetime) -> dict[str, Any]:
    """The columns of a body whose words are forgotten: their hash and length are all that stays."""
    return {
        "words_zip": b"",
        "dictionary": None,
        "old_html_zip": None,
        "old_text_zip": None,
        "old_headers": None,
        "old_links": None,
        "forgotten_at": now,
    }


class BodyDictionary(StoreOwned):
    """A mail of a sample order in one store's words and brand: bodies name only what differs.

    Never a buyer's mail. Never changed (a trigger), and gone only with its store, so that what was
    packed against it can always be read.
    """

    # Of words, language and brand: the same mails have the same one.
    recipe = models.CharField(max_length=32, editable=False)
    words = models.BinaryField(editable=False)  # empty where the sample cannot be rendered
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("dictionary of bodies")
        verbose_name_plural = _("dictionaries of bodies")
        constraints = [
            models.UniqueConstraint(fields=["store", "recipe"], name="one_dictionary_of_a_recipe"),
        ]

    def __str__(self) -> str:
        return self.recipe


class BodyManager(FencedManager["MessageBody"]):
    """Each body comes with what it was packed against: neither can be read without the other."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("dictionary")


class MessageBody(StoreOwned):
    """The exact words of a message, kept before its first byte leaves, and never edited.

    A trigger refuses updates, but for emptying it: when a person's data is erased, or its time is
    over.
    """

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="body")
    words_zip = models.BinaryField(default=b"", db_default=b"", editable=False)
    dictionary = models.ForeignKey(
        BodyDictionary, models.RESTRICT, null=True, related_name="+", db_index=False
    )
    content_hash = models.CharField(max_length=64)
    byte_count = models.PositiveIntegerField(default=0)  # of html and text, unpacked
    kept_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)  # when it was emptied

    # How bodies were kept before there were dictionaries. Read only; they age out.
    old_html_zip = models.BinaryField(null=True, db_column="html_zip", editable=False)
    old_text_zip = models.BinaryField(null=True, db_column="text_zip", editable=False)
    old_headers = models.JSONField(null=True, db_column="headers", editable=False)
    old_links = models.JSONField(null=True, db_column="links", editable=False)

    objects: ClassVar[BodyManager] = BodyManager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        indexes = [
            # What is older than its store keeps words (forgetting.py).
            models.Index(
                fields=["store", "kept_at"],
                condition=Q(forgotten_at=None),
                name="bodies_by_age",
            ),
        ]

    def __str__(self) -> str:
        return f"Body of message {self.message_id}"

    @classmethod
    def of(
        cls,
        message: Message,
        words: Words,
        *,
        now: datetime,
        dictionary: BodyDictionary | None = None,
    ) -> Self:
        """The row that keeps these words; not saved."""
        packed = pack(words, bytes(dictionary.words) if dictionary else b"")
        body = made(
            cls,
            message_id=message.pk,
            store_id=message.store_id,
            words_zip=packed.zipped,
            dictionary_id=dictionary.pk if dictionary else None,
            content_hash=packed.content_hash,
            byte_count=packed.byte_count,
            kept_at=now,
            forgotten_at=None,
            old_html_zip=None,
            old_text_zip=None,
            old_headers=None,
            old_links=None,
        )
        body._state.fields_cache |= {"message": message, "dictionary": dictionary}
        return body

    @cached_property
    def words(self) -> Words:
        """As they were kept; all empty once they are forgotten."""
        if self.old_html_zip:
            return Words(
                html=zlib.decompress(self.old_html_zip).decode(),
                text=zlib.decompress(self.old_text_zip or b"").decode(),
                headers=self.old_headers or (),
                links=self.old_links or (),
            )
        against = bytes(self.dictionary.words) if self.dictionary else b""
        return unpack(bytes(self.words_zip), against)

    @property
    def is_empty(self) -> bool:
        """Whether the words were forgotten: redacted, or older than the store keeps them."""
        return not self.words_zip and not self.old_html_zip

    @property
    def html(self) -> str:
        return self.words.html

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def headers(self) -> list[list[str]]:
        return [list(pair) for pair in self.words.headers]

    @property
    def links(self) -> list[str]:
        return list(self.words.links)
