"""Every number of a table leads to the records that it counts, those of the period before too."""

from dashboard.report_composition import composed
from dashboard.report_links import RECORDS, RECORDS_BEFORE, Links
from db.database import Database
from db.report_figures import TABLES, told
from tests.reported import closed
from tests.reports_made import BERLIN, begun
from tests.small_office import consultation, enter, event

NOW, BEFORE = "from=2018-01-01&to=2018-03-31", "from=2017-10-01&to=2017-12-31"


def test_every_row_of_every_table_leads_to_the_records_of_its_period(database: Database) -> None:
    enter(database, "consultations", *(consultation("2018-02-01", "school") for _ in range(7)))
    enter(database, "events", event("2018-02-01", "talk", attendance=20))
    closed(database)
    report = begun(database)
    links = Links(database, told(database, report), "")
    found = {table.table.name: (table, links.rows(table)) for table in composed(database, report, BERLIN).tables}
    assert list(found) == list(TABLES)
    for name, (table, columns) in found.items():
        compared = "before" in [column.name for column in table.table.columns]
        assert list(columns) == ([RECORDS, RECORDS_BEFORE] if compared else [RECORDS]), name
        assert {len(addresses) for addresses in columns.values()} == {len(table.cells)}
    topics, groups = found["consultations_by_topic"][1], found["attendance_by_group"][1]
    assert topics[RECORDS][0] == f"/consultations?{NOW}"
    assert topics[RECORDS_BEFORE][0] == f"/consultations?{BEFORE}"
    assert topics[RECORDS_BEFORE][2].startswith("/consultations?topics=")
    assert all(address.startswith("/events?") and NOW in address for address in groups[RECORDS])
