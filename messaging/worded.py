"""Which words a message is made of: its revision's, a variant's, or those edited for it alone."""

from dataclasses import dataclass
from typing import Any

from messaging.models import Message
from templates_app.models import Revision, Wording


@dataclass(frozen=True, slots=True)
class Worded:
    """Frozen words in a revision's brand: what rendering needs of a Revision."""

    wording: Wording
    brand: dict[str, Any]

    @property
    def fingerprint(self) -> str:
        return self.wording.fingerprint

    @property
    def locales(self) -> list[str]:
        return self.wording.locales

    @property
    def sources(self) -> dict[str, dict[str, str]]:
        sources: dict[str, dict[str, str]] = self.wording.sources
        return sources

    @property
    def proof(self) -> dict[str, Any]:
        proof: dict[str, Any] = self.wording.proof
        return proof

    @property
    def blocks(self) -> list[dict[str, Any]]:
        blocks: list[dict[str, Any]] = self.wording.blocks
        return blocks


def words_of(message: Message, revision: Revision) -> Revision | Worded:
    """No query, unless it has words of its own (one) or a variant (two; none where the revision's
    variants are at hand).

    A variant that the revision no longer has is decided: then everybody reads the revision's words.
    """
    if message.wording is not None:
        return Worded(message.wording, revision.brand)
    if message.variant is None:
        return revision
    label = message.variant.label
    found = next((row for row in revision.variants.all() if row.label == label), None)
    return Worded(found.wording, revision.brand) if found else revision
