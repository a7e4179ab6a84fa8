"""Lists as an office kept them, as long as a bench wants."""

import csv
import datetime as dt
import io

HEADINGS = ("Datum", "Themen", "Personengruppe", "Art", "Ort", "Personen", "Erstkontakt", "Dauer (Min.)", "Bemerkung")
TOPICS = ("Wohnraum", "Alltagsfragen", "Praktikum/Ausbildung/Arbeit", "Schulische Angelegenheiten")
GROUPS = ("Asylverfahren", "Anerkannt", "Einwohner/Ehrenamt")
SETTINGS = ("Offene Sprechstunde", "Einzeltermin", "Büro", "Telefon/Online")
PLACES = ("Meinersen", "Leiferde", "Hillerse", "Müden (Aller)")


def consultation_list(rows: int) -> bytes:
    """A CSV file of consultations, no two of them alike."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(HEADINGS)
    for each in range(rows):
        day = dt.date(2018, 1, 1) + dt.timedelta(days=each % 365)
        topics = TOPICS[each % 4] + ("" if each % 3 else f", {TOPICS[(each + 1) % 4]}")
        contact = ("ja", "nein")[each % 2]
        chosen = (GROUPS[each % 3], SETTINGS[each % 4], PLACES[each % 4])
        note = f"Formular {each} ausgefüllt; Rückfrage nötig"
        writer.writerow([f"{day:%d.%m.%Y}", topics, *chosen, 1 + each % 5, contact, 15 * (1 + each % 4), note])
    return stream.getvalue().encode()
