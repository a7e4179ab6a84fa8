"""The tests, flat: each module of the product has one of its own here."""
