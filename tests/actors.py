"""People who write in tests. Their ids are their names, so that a record tells at once whose it is."""

from schemas.roles import Actor, Role

ANNA = Actor("Anna", "Anna", Role.STAFF)
BERT = Actor("Bert", "Bert", Role.LEAD)
LEA = Actor("Lea", "Lea", Role.LEAD)
RITA = Actor("Rita", "Rita", Role.READER)
