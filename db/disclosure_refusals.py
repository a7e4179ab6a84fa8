"""Why figures are not released."""

from schemas.labels import Label
from schemas.refusals import Refused


class NotSafe(Refused):
    """The audit finds a count that could be worked out; nothing is released."""

    wording = Label(
        "Diese Tabellen werden nicht herausgegeben: eine kleine Zahl in „{title}“ ließe sich aus ihnen errechnen.",
        "These tables are not released: a small number in “{title}” could be worked out from them.",
    )


class Contradictory(Refused):
    """Numbers that must add up do not, so nothing can be said of what a reader works out; nothing is released."""

    wording = Label(
        "Diese Tabellen werden nicht herausgegeben: ihre Zahlen passen nicht zueinander („{title}“).",
        "These tables are not released: their numbers contradict each other (“{title}”).",
    )


class Untold(Refused):
    """It is not known what adds up in a figure; nothing is released."""

    wording = Label(
        "„{title}“ wird nicht herausgegeben: das Programm weiß nicht mehr, was sich darin aufaddiert.",
        "“{title}” is not released: the program no longer knows what adds up in it.",
    )
