"""Every document that NotifyHub asks of Shopify, held against Shopify's own schema."""

import importlib
import pkgutil

import pytest

import stores.shopify
from stores.shopify.documents import ADD_TAGS, API_VERSION, Document
from tests.shopify import schema
from tests.shopify.answers import every_answer


def documents() -> list[Document]:
    """Of all modules of the package, each once."""
    found: dict[int, Document] = {}
    for each in pkgutil.iter_modules(stores.shopify.__path__):
        module = importlib.import_module(f"stores.shopify.{each.name}")
        for value in vars(module).values():
            if isinstance(value, Document):
                found[id(value)] = value
    return list(found.values())


def test_no_two_documents_share_a_name() -> None:
    names = sorted(each.name for each in documents())

    assert len(names) == len(set(names)) >= 7


@pytest.mark.parametrize("document", documents(), ids=lambda document: document.name)
class TestEach:
    def test_it_names_its_operation(self, document: Document) -> None:
        assert f"query {document.name}" in document.text or (
            f"mutation {document.name}" in document.text
        )

    def test_the_played_shopify_answers_it(self, document: Document) -> None:
        assert document.name in every_answer()

    @pytest.mark.corpus
    @pytest.mark.skipif(not schema.SCHEMA.exists(), reason="Shopify's schema is not here")
    def test_it_fits_shopifys_schema(self, document: Document) -> None:
        assert API_VERSION in schema.SCHEMA.name

        schema.check_document(document.text)


@pytest.mark.corpus
@pytest.mark.skipif(not schema.SCHEMA.exists(), reason="Shopify's schema is not here")
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("node { id }", "node { name }"),
        ("userErrors { field message }", "userErrors"),
        ("id: $id, tags: $tags", "id: $id"),
        ("$tags: [String!]!", "$tags: [ID!]!"),
        ("tagsAdd", "tagsPut"),
    ],
)
def test_a_mistake_would_be_seen(right: str, wrong: str) -> None:
    assert right in ADD_TAGS.text

    with pytest.raises(schema.Unfit):
        schema.check_document(ADD_TAGS.text.replace(right, wrong))
