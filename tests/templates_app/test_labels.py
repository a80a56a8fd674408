"""Whatever an editor shows of a block can be translated."""

from collections.abc import Iterator

from templates_app import catalogue, labels, samples
from templates_app.data import NotificationKind


def shown() -> Iterator[str]:
    for name in catalogue.block_type_names():
        kind = catalogue.block_type(name)
        yield kind.label
        for setting in kind.settings:
            if setting["name"] not in labels.SETTINGS:
                yield setting.get("label") or f"(no label: {name}.{setting['name']})"
            yield from (option["label"] for option in setting.get("options", []))
        for key, label in kind.texts.items():
            if labels.is_words(kind.strings.get("en", {}).get(key, "")):
                yield label


def test_each_label_of_the_schemas_is_in_the_list() -> None:
    missing = sorted(set(shown()) - labels.LABELS)
    stale = sorted(labels.LABELS - set(shown()))

    assert not missing, f"Put each into templates_app/labels.py: {missing}"
    assert not stale, f"No schema says these any longer: {stale}"


def test_each_sample_says_what_it_shows() -> None:
    names = {name for kind in NotificationKind for name in samples.for_kind(kind)}

    assert names - set(labels.SAMPLES) == set()
