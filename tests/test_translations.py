"""The German catalogue is complete, current and says the same as the code."""

import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from dashboard.translations import CATALOGUES, KEYWORDS, Translator, catalogue, translator

ROOT = Path(__file__).parent.parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]


@pytest.fixture(scope="module")
def german() -> Catalog:
    with (CATALOGUES / "de" / "LC_MESSAGES" / "messages.po").open(encoding="utf-8") as source:
        return read_po(source, locale="de", abort_invalid=True)


def written_in_code() -> set[str | tuple[str, ...]]:
    """The texts that code in dashboard/ and pages/ asks to have translated."""
    return {
        message
        for folder in ("dashboard", "pages")
        for _, _, message, _, _ in extract_from_dir(ROOT / folder, METHODS, keywords=KEYWORDS)
    }


def translated(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def lines_to_paste(message: str | tuple[str, ...]) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    if isinstance(message, str):
        return f'msgid {quoted(message)}\nmsgstr ""\n'
    return f'msgid {quoted(message[0])}\nmsgid_plural {quoted(message[1])}\nmsgstr[0] ""\nmsgstr[1] ""\n'


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_text_in_the_code_has_a_german_translation(german: Catalog) -> None:
    done = {message.id for message in translated(german) if all(_strings(message))}
    missing = sorted(written_in_code() - done, key=str)
    assert not missing, "add to messages.po:\n\n" + "\n".join(map(lines_to_paste, missing))


def test_no_text_is_translated_twice() -> None:
    lines = (CATALOGUES / "de" / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8").splitlines()
    texts = Counter(line for line in lines if line.startswith("msgid ") and line != 'msgid ""')
    assert [text for text, times in texts.items() if times > 1] == []


def test_no_translation_outlives_the_text_it_was_for(german: Catalog) -> None:
    unused = {message.id for message in translated(german)} - written_in_code()
    assert not unused, f"remove from messages.po: {sorted(unused, key=str)}"


def test_no_translation_is_marked_as_doubtful(german: Catalog) -> None:
    assert not [message.id for message in translated(german) if message.fuzzy]


def test_a_translation_has_the_same_named_places_as_the_text(german: Catalog) -> None:
    for message in translated(german):
        texts = (message.id,) if isinstance(message.id, str) else message.id
        expected = set().union(*map(places, texts))
        for text in _strings(message):
            assert places(text) <= expected, message.id
        assert set().union(*map(places, _strings(message))) == expected, message.id


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def test_german_comes_from_the_catalogue_and_english_from_the_code() -> None:
    assert translator("de")("Please fill in.") == "Bitte angeben."
    assert translator("en")("Please fill in.") == "Please fill in."


def test_a_text_without_translation_stays_english() -> None:
    unknown = "Nobody has translated this"
    assert translator("de")(unknown) == unknown


def test_named_places_are_filled_in_the_translation() -> None:
    assert translator("de")("Week {number}", number="03") == "KW 03"


def test_braces_in_a_value_are_left_alone() -> None:
    assert translator("en")("Week {number}", number="{x}") == "Week {x}"


@pytest.mark.parametrize(("n", "text"), [(0, "0 things"), (1, "1 thing"), (1234, "1,234 things")])
def test_the_plural_follows_the_number_which_is_written_as_the_reader_does(n: int, text: str) -> None:
    assert translator("en").plural("{n} thing", "{n} things", n) == text


def test_every_language_but_english_is_read_in_german() -> None:
    assert translator("fr") == Translator("de")


def test_the_catalogue_is_read_as_babel_reads_it(german: Catalog) -> None:
    read = {message.id if isinstance(message.id, str) else message.id[0]: _strings(message) for message in german}
    assert {**catalogue("de"), "": ()} == {**read, "": ()}
    assert catalogue("en") == {}
