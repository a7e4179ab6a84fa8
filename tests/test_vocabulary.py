"""The value lists an office starts with are those of its published report."""

import re

import pytest

from schemas.labels import Label
from schemas.vocabulary import TITLES, VOCABULARIES, codes

GERMAN = {
    "topic": [
        *("Krisenintervention und Konfliktberatung", "Schulische Angelegenheiten", "Praktikum/Ausbildung/Arbeit"),
        *("Behördenangelegenheiten", "Alltagsfragen", "Wohnraum", "Unterstützung fachärztliche Anbindung"),
    ],
    "client_group": ["Asylverfahren", "Anerkannt", "Einwohner/Ehrenamt"],
    "setting": ["Offene Sprechstunde", "Einzeltermin", "Büro", "Telefon/Online"],
    "municipality": ["Meinersen", "Leiferde", "Hillerse", "Müden (Aller)"],
    "referral": [
        *("Jobcenter", "Ausländerbehörde", "Schule", "Kita", "Facharzt", "Deutschkurs", "Landkreis", "Ehrenamt"),
        "Andere",
    ],
    "event_kind": [
        *("Info- und Gesprächsrunde", "Erstorientierung", "Netzwerktreffen", "Arbeitskreis", "Fest", "Vortrag"),
        *("Fortbildung", "Training"),
    ],
    "partner": [
        *("Landkreis", "Polizei", "Verbraucherzentrale", "Mehrgenerationenhaus", "Integrationslotsen"),
        *("Ehrenamtliche", "Schule", "Kita", "Sportverein", "Landfrauen", "Betrieb"),
    ],
    "project": ["Trommelgruppe", "Fahrradwerkstatt"],
}


@pytest.mark.parametrize("name", GERMAN)
def test_values_are_those_of_the_report_in_its_order(name: str) -> None:
    assert [value.label.de for value in VOCABULARIES[name]] == GERMAN[name]


@pytest.mark.parametrize("name", VOCABULARIES)
def test_codes_and_labels_of_a_vocabulary_are_unique_and_complete(name: str) -> None:
    values = VOCABULARIES[name]
    assert all(re.fullmatch("[a-z_]+", code) for code in codes(values))
    assert len(set(codes(values))) == len(values)
    for language in ("de", "en"):
        labels = [value.label.in_language(language) for value in values]
        assert all(labels)
        assert len(set(labels)) == len(labels)


def test_every_language_that_is_not_english_reads_german() -> None:
    label = Label("Beratung", "Consultation")
    assert [label.in_language(language) for language in ("de", "en", "fr", "")] == [
        *("Beratung", "Consultation", "Beratung", "Beratung")
    ]


def test_every_vocabulary_has_a_title() -> None:
    assert list(TITLES) == list(VOCABULARIES)
