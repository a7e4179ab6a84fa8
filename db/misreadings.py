"""What spreadsheets make of text in a CSV file, and how it is kept as it is.

A spreadsheet guesses what a cell is, quoted or not: it runs ``=1+1``, turns the case number ``01512345678901234567``
into 1.51E+18 and ``1-2`` into a day. Text that could be misread so gets an apostrophe in front, as OWASP advises
against CSV injection. Measured in LibreOffice 7.4: quotes, a space or a no-break space in front do not help; a tab
does, but is itself on OWASP's list; ``="…"`` is a formula that shows up as such in every other reader; an invisible
character would go along unseen whenever the cell is copied. The apostrophe can be seen and taken away again.
"""

import re

DANGEROUS = "=+-@\t\r\n\0＝＋－＠"
"""What no cell may start with: OWASP's page on CSV injection, and the null character of its ASVS 5.0, 1.2.10."""

_UNSEEN = r"[\s\0\u200b\u2060\ufeff]*"
_STARTS = re.compile(f"'|[{re.escape(DANGEROUS)}]|{_UNSEEN}[{re.escape(DANGEROUS)}]")
_TRUTHS = {"wahr", "falsch", "true", "false"}
_WORDS_IN_NUMBERS = {
    *("e", "t", "z", "eur", "usd", "am", "pm"),
    *("januar", "jänner", "februar", "märz", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "dezember"),
    *("january", "february", "march", "may", "june", "july", "october", "december"),
    *("jan", "feb", "mär", "mrz", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "oct", "nov", "dez", "dec"),
    *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag"),
    *("mo", "di", "mi", "do", "fr", "sa", "so"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
}
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_NUMBERS = re.compile(r"[\d\s.,:/()%€$£¥'’+\-]*")


def guarded(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet could run or misread it."""
    return "'" + text if _STARTS.match(text) or _misread(text) else text


def unguarded(text: str) -> str:
    """The text that ``guarded`` was given."""
    return text.removeprefix("'")


def _misread(text: str) -> bool:
    """Whether a spreadsheet could take the text for a number, a day, a time or a truth value."""
    if not _DIGIT.search(text):
        return text.strip().casefold() in _TRUTHS
    if any(word.group().casefold() not in _WORDS_IN_NUMBERS for word in _WORD.finditer(text)):
        return False
    return bool(_NUMBERS.fullmatch(_WORD.sub("", text)))
