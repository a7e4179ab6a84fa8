"""Something done to a stored record at its gate, and what a person is told when the gate refuses."""

from collections.abc import Callable

from dashboard import session
from dashboard.messages import sentence
from db import records
from schemas.fields import entered
from schemas.record import Record
from schemas.refusals import Refused
from schemas.roles import Forbidden

Tell = Callable[[str], None]
"""Says a sentence to the person, once."""


def done(record_type: type[Record], deed: Callable[[], object], tell: Tell, *, conflict: str = "") -> bool:
    """Do something at the gate; whether it was done, else it is told why not. ``conflict`` is said to a conflict."""
    t, language = session.texts(), session.language()
    try:
        deed()
    except records.Rejected as rejected:
        tell(_broken(record_type, rejected))
    except records.Conflict:
        tell(conflict)
    except Forbidden:
        tell(t("Only the lead may do this."))
    except Refused as refused:
        tell(refused.label.in_language(language))
    else:
        return True
    return False


def _broken(record_type: type[Record], rejected: records.Rejected) -> str:
    t, known, language = session.texts(), entered(record_type), session.language()
    wrong = [
        f"{known[each.field].label.in_language(language)}: {sentence(each, known[each.field], language)}"
        for each in rejected.problems
    ]
    return t("This state breaks rules that hold now. {problems}", problems=" ".join(wrong))
