"""A page for one record type: its form, and the list of its records below."""

from collections.abc import Sequence

from dashboard.filters import follow_address
from dashboard.forms import form
from dashboard.lists import linked_record, record_list
from schemas.fields import filtered
from schemas.record import Record, about


def entry_page(record_type: type[Record], *, keep: Sequence[str] = ()) -> None:
    """Enter records and see what is there; ``keep`` names the fields that can stay for the next entry.

    Who comes with an address that names filters, as from a figure, has come for the list: it stands first then.
    """
    linked_record(record_type)
    if follow_address(about(record_type).table, filtered(record_type)):
        record_list(record_type, exact=True)
        form(record_type, keep=keep)
    else:
        form(record_type, keep=keep)
        record_list(record_type)
