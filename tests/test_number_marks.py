"""What a decimal mark is follows from the numbers themselves, or nobody knows it."""

import pytest

from db.number_marks import Mark, ambiguous, told, without_groups


@pytest.mark.parametrize(
    ("numbers", "mark"),
    [
        (["1,5"], Mark.COMMA),
        (["1.234,5", "7"], Mark.COMMA),
        (["1.234.567"], Mark.COMMA),
        (["0,125"], Mark.COMMA),
        (["-12,25", "1.234"], Mark.COMMA),
        (["1.5"], Mark.POINT),
        (["1,234.5"], Mark.POINT),
        (["1,234,567", "3"], Mark.POINT),
        (["1234.567"], Mark.POINT),
        (["1.234"], None),
        (["1,234", "12"], None),
        (["1,5", "1.5"], None),
        (["zwei", ""], None),
    ],
)
def test_numbers_tell_their_decimal_mark(numbers: list[str], mark: Mark | None) -> None:
    assert told(numbers) is mark


@pytest.mark.parametrize("number", ["1.234", "1,234", "12.345", "-1,200"])
def test_three_digits_after_one_mark_can_be_read_in_two_ways(number: str) -> None:
    assert ambiguous(["7", number]) == number


@pytest.mark.parametrize("number", ["1.5", "1,25", "0,125", "1.234,5", "1.234.567", "1234,567", "1234", "a"])
def test_other_numbers_can_be_read_in_one_way(number: str) -> None:
    assert ambiguous([number]) is None


@pytest.mark.parametrize(
    ("text", "plain"), [("1,200", "1200"), ("1.234.567", "1234567"), ("1.5", "1.5"), ("12,34", "12,34"), ("7", "7")]
)
def test_whole_numbers_lose_the_marks_between_their_groups(text: str, plain: str) -> None:
    assert without_groups(text) == plain
