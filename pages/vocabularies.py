"""Listen: the values that the office chooses from, changed by its lead."""

from dashboard.vocabulary_screen import vocabularies_page

vocabularies_page()
