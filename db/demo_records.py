"""What the demo records are drawn from: counts, habits and texts of a fictional year in an integration office.

The totals are those of the progress report SGM/2018/169; everything below them is invented.
"""

import datetime as dt

FIRST_DAY = dt.date(2017, 7, 1)
LAST_DAY = dt.date(2018, 4, 30)

CLOSED = {
    dt.date(2017, 10, 3): "Day of German Unity",
    dt.date(2017, 10, 31): "Reformation Day, a holiday everywhere in 2017 for its 500th year",
    dt.date(2017, 12, 25): "Christmas Day",
    dt.date(2017, 12, 26): "Second day of Christmas",
    dt.date(2017, 12, 27): "office closed between the years",
    dt.date(2017, 12, 28): "office closed between the years",
    dt.date(2017, 12, 29): "office closed between the years",
    dt.date(2018, 1, 1): "New Year's Day",
    dt.date(2018, 3, 30): "Good Friday",
    dt.date(2018, 4, 2): "Easter Monday",
}
"""Working days on which nobody comes, with the reason: public holidays of Lower Saxony, and the office's own."""

SETTINGS = ("open_hour", "appointment", "office", "remote")
MONTHS = {
    (2017, 7): (28, 8, 6, 4),
    (2017, 8): (28, 9, 6, 5),
    (2017, 9): (36, 14, 9, 7),
    (2017, 10): (30, 14, 8, 8),
    (2017, 11): (27, 15, 8, 8),
    (2017, 12): (14, 9, 5, 6),
    (2018, 1): (18, 14, 8, 8),
    (2018, 2): (16, 15, 8, 9),
    (2018, 3): (13, 16, 7, 10),
    (2018, 4): (12, 16, 7, 11),
}
"""Consultations of a month by setting: the accommodation closes, the open hour there gives way to appointments."""

OPEN_HOUR_WEEKDAYS = (1, 3)
"""Tuesday and Thursday, counted from Monday = 0."""

MAIN_TOPICS = {
    "crisis": 60,
    "school": 70,
    "work": 70,
    "authorities": 133,
    "everyday": 90,
    "housing": 62,
    "specialists": 15,
}
MORE_TOPICS = {"crisis": 10, "school": 10, "work": 10, "authorities": 17, "everyday": 10, "housing": 8}
"""With the main topics these make 70, 80, 80, 150, 100, 70 and 15: 565 topics of 500 consultations."""
THREE_TOPICS = 4
"""Consultations that touch three topics; the other further topics are second ones."""

SEASONS = {
    "crisis": {(2017, 12): 16, (2018, 1): 14},
    "school": {(2017, 8): 26, (2017, 9): 30, (2018, 1): 15, (2018, 2): 15},
    "work": {(2017, 7): 6, (2018, 2): 14, (2018, 3): 20, (2018, 4): 18},
    "everyday": {(2017, 7): 18, (2017, 8): 14},
    "housing": {(2017, 7): 5, (2017, 8): 6, (2017, 9): 7, (2018, 2): 16, (2018, 3): 20, (2018, 4): 24},
}
"""How likely a topic is in a month, where it is not 10."""

GROUPS = {"asylum_seekers": 200, "recognised": 225, "residents": 75}
GROUP_HABITS = {
    "crisis": {"asylum_seekers": 12},
    "school": {"recognised": 14},
    "work": {"recognised": 20, "residents": 12, "asylum_seekers": 6},
    "authorities": {"asylum_seekers": 16},
    "everyday": {"residents": 14},
    "housing": {"recognised": 18, "asylum_seekers": 5},
    "specialists": {"residents": 2},
}
"""How likely a client group is for a main topic, where it is not 10."""

MUNICIPALITIES = {"meinersen": 262, "leiferde": 97, "mueden": 76, "hillerse": 53, "": 12}
"""Consultations by municipality; some time nobody noted it."""
MUNICIPALITY_HABITS = {"open_hour": {"meinersen": 35}}
"""The accommodation lies in Meinersen."""
VISITED = {"meinersen": 44, "leiferde": 24, "mueden": 19, "hillerse": 13}

LANGUAGES = {
    "asylum_seekers": {
        "arabic": 22,
        "dari_farsi": 20,
        "tigrinya": 12,
        "kurdish": 10,
        "english": 10,
        "french": 8,
        "russian": 6,
        "albanian": 5,
        "german": 4,
        "other": 3,
    },
    "recognised": {"arabic": 40, "german": 24, "kurdish": 14, "tigrinya": 8, "dari_farsi": 8, "english": 6},
    "residents": {"german": 94, "english": 6},
}

REFERRALS = {
    "crisis": {"district": 4, "volunteers": 3, "other": 3},
    "school": {"school": 7, "nursery": 3},
    "work": {"job_centre": 6, "german_course": 3, "other": 1},
    "authorities": {"immigration_office": 5, "job_centre": 4, "district": 3},
    "everyday": {"volunteers": 5, "german_course": 3, "other": 1},
    "housing": {"job_centre": 4, "district": 3, "volunteers": 3},
    "specialists": {"specialist": 1},
}

MINUTES = {"open_hour": (10, 7), "appointment": (30, 11), "office": (15, 7), "remote": (5, 5)}
"""Shortest consultation in minutes, and how many steps of five minutes it varies by."""

NOTES = {
    "crisis": ("Streit in der Unterkunft geschlichtet.", "Ruhiges Gespräch, Folgetermin vereinbart."),
    "school": (
        "Anmeldung zur Grundschule vorbereitet.",
        "Schulbedarf beantragt.",
        "Elterngespräch begleitet.",
        "Kitaplatz angefragt, Warteliste.",
    ),
    "work": (
        "Lebenslauf gemeinsam erstellt.",
        "Praktikum im Handwerk vermittelt.",
        "Anerkennung des Abschlusses besprochen.",
        "Betrieb fragt nach der Arbeitserlaubnis.",
    ),
    "authorities": (
        "Bescheid erklärt, Frist notiert.",
        "Formular gemeinsam ausgefüllt.",
        "Unterlagen fehlen noch.",
        "Rückfrage bei der Behörde läuft.",
        "Wechsel zum Jobcenter vorbereitet.",
    ),
    "everyday": (
        "Fahrplan und Monatskarte erklärt.",
        "Mülltrennung und Hausordnung besprochen.",
        "Handyvertrag geprüft, Kündigung geschrieben.",
        "Konto eröffnet.",
    ),
    "housing": (
        "Wohnungsanzeige gemeinsam gelesen.",
        "Besichtigung verabredet.",
        "Mietvertrag erklärt, Kaution offen.",
        "Umzug aus der Unterkunft geplant.",
    ),
    "specialists": ("Überweisung liegt vor, Termin gefunden.", "Begleitung zum Facharzt organisiert."),
}

WEEKLY_VISITS = (
    *(0, 3, 4, 3, 4, 2, 4, 5, 5, 6, 6, 5, 7, 5, 4),
    *(5, 6, 6, 4, 6, 7, 6, 5, 6, 5, 3, 0, 2, 5, 6),
    *(5, 6, 7, 5, 6, 6, 7, 8, 5, 4, 4, 8, 8, 9, 2),
)
"""Home visits of each ISO week from the one of 26 June 2017 (only its weekend counts) to that of 30 April 2018."""
VISIT_TOPICS = {
    "crisis": 13,
    "school": 14,
    "work": 10,
    "authorities": 26,
    "everyday": 20,
    "housing": 14,
    "specialists": 3,
}
VISIT_NOTES = (
    "Post gemeinsam durchgesehen.",
    "Heizung und Lüften erklärt.",
    "Möbelspende angekündigt.",
    "Nachbarn lernen sich kennen.",
    "Gut angekommen in der neuen Wohnung.",
    "Anmeldung im Sportverein besprochen.",
)
NOBODY_THERE = "Niemand angetroffen, Karte hinterlassen."

EVENT_FIELDS = (
    *("day", "start", "kind", "title", "venue", "municipality", "partners", "places", "registrations"),
    *("attendance", "refugees", "volunteers", "residents", "children"),
)
_HALL, _HOUSE, _TOWN_HALL = "Kulturzentrum", "Mehrgenerationenhaus", "Rathaus, Sitzungssaal"
_SHELTER, _SCHOOL, _PARISH = "Gemeinschaftsunterkunft", "Schulzentrum, Aula", "Gemeindehaus"
# An event is two lines, what and where, then with whom and how many: one value a line would be 500.
# fmt: off
EVENTS: tuple[tuple[object, ...], ...] = (
    ("2017-07-06", "17:00", "information_round", "Das Integrationsbüro stellt sich vor", _TOWN_HALL, "meinersen",
     "integration_guides volunteers", 60, None, 52, 14, 21, 15, 2),
    ("2017-07-19", "10:00", "orientation", "Ankommen in der Samtgemeinde", _SHELTER, "meinersen",
     "integration_guides", 20, 16, 15, 10, 2, None, 3),
    ("2017-08-09", "10:00", "orientation", "Schule und Kita: was Eltern wissen sollten", _SHELTER, "meinersen",
     "school nursery", 25, 20, 22, 13, 1, None, 8),
    ("2017-08-19", "14:00", "festival", "Sommerfest an der Unterkunft", _SHELTER, "meinersen",
     "volunteers sports_club", 150, None, 138, 52, 24, 30, 32),
    ("2017-08-30", "18:00", "network_meeting", "Netzwerk der Ehrenamtlichen", _HOUSE, "meinersen",
     "volunteers multi_generation_house", 30, 22, 24, None, 20, 4, None),
    ("2017-09-07", "15:00", "training", "Fahrradtraining mit der Polizei", "Verkehrsübungsplatz", "leiferde",
     "police volunteers", 30, 28, 26, 12, 4, None, 10),
    ("2017-09-14", "17:30", "working_group", "Arbeitskreis Wohnen", _TOWN_HALL, "meinersen",
     "district volunteers", 15, 12, 11, None, 6, 5, None),
    ("2017-09-23", "15:00", "festival", "Fest der Kulturen", _HALL, "meinersen",
     "countrywomen sports_club school volunteers", 350, None, 365, 110, 45, 130, 70),
    ("2017-09-28", "18:00", "talk", "Verbraucherschutz: Verträge am Telefon", _PARISH, "mueden",
     "consumer_advice", 40, 31, 28, 17, 6, 5, None),
    ("2017-10-11", "10:00", "orientation", "Wege zu Arzt und Apotheke", _HOUSE, "meinersen",
     "integration_guides multi_generation_house", 20, 18, 14, 12, 2, None, None),
    ("2017-10-19", "18:00", "information_round", "Runder Tisch in Leiferde", "Dorfgemeinschaftshaus", "leiferde",
     "integration_guides volunteers", 40, None, 33, 9, 12, 12, None),
    ("2017-10-26", "17:30", "working_group", "Arbeitskreis Sprache", _HOUSE, "meinersen",
     "volunteers school", 15, 13, 14, None, 10, 4, None),
    ("2017-11-04", "09:00", "further_training", "Fortbildungstag mit dem Landkreis", _SCHOOL, "meinersen",
     "district integration_guides", 60, 57, 49, 4, 38, 7, None),
    ("2017-11-15", "18:00", "network_meeting", "Netzwerk Arbeit und Ausbildung", _TOWN_HALL, "meinersen",
     "company district", 35, 30, 27, 8, 5, 14, None),
    ("2017-11-23", "18:00", "talk", "Verbraucherschutz: Schulden vermeiden", _HOUSE, "meinersen",
     "consumer_advice multi_generation_house", 40, 36, 31, 21, 5, 5, None),
    ("2017-12-02", "14:30", "festival", "Adventscafé der Landfrauen", _PARISH, "hillerse",
     "countrywomen volunteers", 80, None, 74, 22, 14, 24, 14),
    ("2017-12-09", "15:00", "festival", "Weihnachtsfeier", _HALL, "meinersen",
     "volunteers multi_generation_house nursery", 220, 180, 214, 88, 36, 28, 62),
    ("2017-12-13", "17:30", "working_group", "Arbeitskreis Wohnen", _TOWN_HALL, "meinersen",
     "district volunteers", 15, 11, 12, None, 7, 5, None),
    ("2018-01-17", "10:00", "orientation", "Neu in der eigenen Wohnung", _HOUSE, "meinersen",
     "integration_guides", 25, 23, 19, 14, 3, None, 2),
    ("2018-01-25", "18:00", "network_meeting", "Netzwerk der Ehrenamtlichen", _HOUSE, "meinersen",
     "volunteers integration_guides", 30, 27, 29, None, 26, 3, None),
    ("2018-02-07", "18:00", "information_round", "Gesprächsrunde in Müden", _PARISH, "mueden",
     "volunteers", 40, None, 28, 10, 9, 9, None),
    ("2018-02-15", "18:30", "talk", "Ausbildung im Handwerk", _SCHOOL, "meinersen",
     "company school", 80, 52, 46, 25, 6, 15, None),
    ("2018-02-24", "09:30", "further_training", "Umgang mit belastenden Erlebnissen", _HOUSE, "meinersen",
     "district volunteers", 25, 25, 23, None, 21, 2, None),
    ("2018-03-08", "15:00", "information_round", "Frauencafé am Weltfrauentag", _HOUSE, "meinersen",
     "countrywomen multi_generation_house", 60, 41, 57, 26, 9, 14, 8),
    ("2018-03-14", "17:30", "working_group", "Arbeitskreis Sprache", _HOUSE, "meinersen",
     "volunteers school", 15, 12, 10, None, 7, 3, None),
    ("2018-03-17", "14:00", "festival", "Frühlingsfest mit Trommeln", "Dorfgemeinschaftshaus", "hillerse",
     "sports_club volunteers", 200, None, 185, 54, 26, 62, 43),
    ("2018-03-22", "18:00", "network_meeting", "Netzwerk mit Schulen und Kitas", _SCHOOL, "leiferde",
     "school nursery district", 40, 34, 32, None, 8, 24, None),
    ("2018-04-12", "15:00", "training", "Fahrradtraining mit der Polizei", "Verkehrsübungsplatz", "meinersen",
     "police volunteers", 40, 44, 38, 17, 5, None, 16),
    ("2018-04-18", "10:00", "orientation", "Ankommen in der Samtgemeinde", _HOUSE, "meinersen",
     "integration_guides", 20, 14, 13, 9, 2, None, 2),
    ("2018-04-21", "11:00", "festival", "Tag der Begegnung", _HALL, "meinersen",
     "multi_generation_house sports_club countrywomen", 150, None, 133, 46, 21, 45, 20),
)
"""Events in the order of ``EVENT_FIELDS``; partners by code, parted by spaces."""
# fmt: on

PERFORMANCES: tuple[tuple[object, ...], ...] = (
    ("2017-07-22", "meinersen", 120, 9, "18", "Dorffest."),
    ("2017-08-19", "meinersen", 138, 10, "20", None),
    ("2017-09-02", "leiferde", 85, 8, "14", "Straßenfest."),
    ("2017-09-23", "meinersen", 365, 12, "36", None),
    ("2017-10-07", None, 240, 10, "32.5", "Erntefest in der Kreisstadt."),
    ("2017-10-21", "hillerse", 60, 7, "12.25", None),
    ("2017-11-11", "mueden", 75, 8, "14", "Laternenumzug."),
    ("2017-12-02", "hillerse", 74, 7, "14", None),
    ("2017-12-09", "meinersen", 214, 11, "27.5", None),
    ("2018-01-20", None, 180, 10, "30", "Neujahrsempfang im Landkreis."),
    ("2018-02-10", "meinersen", 95, 9, "15.75", None),
    ("2018-03-08", "meinersen", 57, 6, "9", None),
    ("2018-03-17", "hillerse", 185, 11, "27.5", None),
    ("2018-04-14", None, None, 9, "29.25", "Gastauftritt im Landkreis, Publikum nicht gezählt."),
    ("2018-04-21", "meinersen", 133, 12, "30", None),
)
"""Performances of the drum group: day, municipality (none outside the member ones), visitors, helpers, hours, note."""

REQUEST_FIELDS = ("day", "organiser", "occasion", "municipality")
REQUESTS: tuple[tuple[tuple[object, ...], tuple[tuple[str, str | None], ...]], ...] = (
    (("2017-07-22", "Dorfverein", "Dorffest", "meinersen"), (("accept", None), ("perform", None))),
    (("2017-09-02", "Nachbarschaft", "Straßenfest", "leiferde"), (("accept", None), ("perform", None))),
    (("2017-10-07", "Landkreis", "Erntefest in der Kreisstadt", None), (("accept", None), ("perform", None))),
    (("2017-11-25", "Sportverein", "Jubiläum", "hillerse"), (("decline", "An dem Tag sind zu wenige da."),)),
    (("2017-12-16", "Betrieb", "Weihnachtsfeier", None), (("decline", "Keine öffentliche Veranstaltung."),)),
    (("2018-01-20", "Landkreis", "Neujahrsempfang", None), (("accept", None), ("perform", None))),
    (("2018-02-12", "Kita", "Fasching", "mueden"), (("accept", None), ("cancel", "Die Kita ist wegen Grippe zu."))),
    (("2018-04-14", "Kulturverein", "Frühlingskonzert", None), (("accept", None), ("perform", None))),
)
"""Requests for a performance in the order of ``REQUEST_FIELDS``, each with its transitions and their reasons."""

WORKSHOP_OPENS = dt.date(2017, 9, 15)
"""A Friday; from here on the workshop opens every Friday on which the office is not closed."""
WORKSHOP_CLOSED = {dt.date(2018, 1, 5): "holidays", dt.date(2018, 2, 23): "frost: the workshop has no heating"}

PROJECTS: tuple[dict[str, object], ...] = (
    {
        "project": "bicycle_workshop",
        "started": dt.date(2015, 5, 9),
        "municipality": "meinersen",
        "partners": ["volunteers", "police"],
        "team": 6,
        "about": "Von der Reparatur unter freiem Himmel zur eigenen Werkstatt mit Lager; offen für alle.",
    },
    {
        "project": "drum_group",
        "started": dt.date(2017, 4, 1),
        "municipality": "meinersen",
        "partners": ["volunteers", "multi_generation_house"],
        "team": 12,
        "about": "Ehrenamtliche und Geflüchtete trommeln gemeinsam; Anfragen kommen aus dem ganzen Landkreis.",
    },
)
