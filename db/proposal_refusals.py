"""Why a proposal, or a decision on one, is refused, in sentences for whoever wanted it."""

from schemas.labels import Label
from schemas.proposal import LONGEST
from schemas.refusals import Refused


class ProposalRefused(Refused):
    """Nothing was written."""


class NothingProposed(ProposalRefused):
    """The record has all the values already."""

    wording = Label(
        "Der Eintrag hat diese Werte schon. Bitte mindestens eine Angabe ändern.",
        "The record has these values already. Please change at least one field.",
    )


class NoSuchProposal(ProposalRefused):
    """There is none with this id: the content of its record was erased."""

    wording = Label("Diesen Vorschlag gibt es nicht mehr.", "This proposal is gone.")


class NotOpen(ProposalRefused):
    """Somebody has decided on the proposal, its proposer has withdrawn it, or its record is gone."""

    wording = Label("Dieser Vorschlag ist nicht mehr offen.", "This proposal is no longer open.")


class WordMissing(ProposalRefused):
    """Whoever made the proposal wants to know why it is rejected."""

    wording = Label("Bitte begründen Sie die Ablehnung.", "Please say why it is rejected.")


class WordUnusable(ProposalRefused):
    """A remark or a word is too long or has characters that can't be shown."""

    wording = Label(
        f"Bitte höchstens {LONGEST} Zeichen, und nur solche, die sich anzeigen lassen.",
        f"At most {LONGEST} characters, please, and only such as can be shown.",
    )
