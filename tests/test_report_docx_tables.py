"""The tables of a Word document have room for every word, in type as large as that allows."""

from dashboard.report_docx_tables import SIZES, WIDTH, type_size, widths

PAGE = WIDTH / 2.54 * 1440


def test_the_type_is_as_large_as_lets_every_word_stay_whole() -> None:
    headings = ("Veranstaltungsart", "Veranstaltungen", "Zeitraum davor", "Veränderung", "Teilnehmende", "Im Mittel")
    few, many = type_size(headings[:4], []), type_size(headings * 2, [])
    assert (few, many) == (SIZES[0], SIZES[-1])
    assert SIZES[0] > type_size((*headings, *headings[:1]), []) > SIZES[-1]


def test_a_column_has_room_for_its_longest_word_and_the_first_takes_what_is_left() -> None:
    rows = [("Unterstützung fachärztliche Anbindung", "15", "1")]
    first, second, third = widths(("Kategorie", "Beratungen", "Zeitraum davor"), rows, 9.5)
    assert first > third > second
    assert abs(first + second + third - 0.8 * PAGE) < 3
    names, number = widths(("Art", "Zahl"), [("x", "1")], 9.5)
    assert names > 3 * number


def test_words_that_have_no_room_in_the_smallest_type_share_the_page() -> None:
    found = widths(("Donaudampfschifffahrtsgesellschaft",) * 8, [], SIZES[-1])
    assert len(set(found)) == 1
    assert abs(sum(found) - PAGE) < 8
