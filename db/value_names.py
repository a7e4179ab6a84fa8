"""What somebody calls the values of a vocabulary: codes, labels in both languages, and names that were explained."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from db.headings import plain
from schemas.vocabulary import Vocabulary

_SEPARATOR = re.compile(r"[,;/\n]")
_STRONG = re.compile(r"[,;\n]")
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Names:
    """The codes of one vocabulary by the plain form of their names."""

    codes: Mapping[str, str]

    def code(self, text: str) -> str | None:
        """The code that a text means, None if none is called so."""
        return self.codes.get(plain(text))

    def split(self, text: str) -> list[str]:
        """The codes of several names in one text, in their order, each once; what is no name stays text.

        Names may contain the marks that separate them: the longest one that fits counts.
        """
        whole = self.code(text)
        found = [whole] if whole else list(self._parts(text.replace("\r\n", "\n")))
        return list(dict.fromkeys(found))

    def _parts(self, text: str) -> Iterator[str]:
        bounds = [(0, 0), *((each.start(), each.end()) for each in _SEPARATOR.finditer(text)), (len(text), len(text))]
        place, unknown = 0, 0
        while place < len(bounds) - 1:
            begin = bounds[place][1]
            ends = range(len(bounds) - 1, place, -1)
            end = next((each for each in ends if self.code(text[begin : bounds[each][0]])), None)
            if end is None:
                place += 1
                continue
            yield from _pieces(text[unknown : bounds[place][0]])
            yield self.codes[plain(text[begin : bounds[end][0]])]
            place, unknown = end, bounds[end][1]
        yield from _pieces(text[unknown:])

    def suggestions(self, text: str) -> list[str]:
        """The codes whose names are most like a text, most alike first."""
        near = difflib.get_close_matches(plain(text), self.codes, n=6, cutoff=_ALIKE)
        within = [name for name in self.codes if len(plain(text)) > 3 and (plain(text) in name or name in plain(text))]
        return list(dict.fromkeys(self.codes[name] for name in [*near, *within]))


def _pieces(text: str) -> Iterator[str]:
    """What no name is known for: a slash may belong to it."""
    yield from (piece.strip(" /") for piece in _STRONG.split(text) if piece.strip(" /"))


def names_of(vocabulary: Vocabulary, explained: Mapping[str, str]) -> Names:
    """The names of a vocabulary; ``explained`` are codes by the plain form of texts that were explained before."""
    known = {value.code for value in vocabulary}
    found = {text: code for text, code in explained.items() if code in known}
    for value in sorted(vocabulary, key=lambda value: value.retired, reverse=True):
        found |= {plain(name): value.code for name in (value.label.de, value.label.en)}
    for value in vocabulary:
        found.setdefault(plain(value.code), value.code)
    return Names(found)
