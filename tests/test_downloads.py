"""What the page of downloads offers."""

from db.database import Database
from schemas import RECORDS
from schemas.record import about
from tests.rehearsal import go_to, rehearsal


def test_everything_is_offered_in_three_forms_and_a_template_for_each_record_type(database: Database) -> None:
    with rehearsal(database) as app:
        offered = [button.proto.label for button in go_to(app, "downloads").get("download_button")]
    templates = [f"Vorlage {about(record_type).plural.de}" for record_type in RECORDS.values()]
    assert offered == ["Excel (deutsch)", "Maschinenlesbar", "Excel-Mappe", *templates]
