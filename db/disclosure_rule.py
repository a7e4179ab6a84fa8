"""The office's rule for counts of people and of their consultations: the threshold rule of official statistics."""

from dataclasses import dataclass

from schemas.office_settings import OfficeSettings


@dataclass(frozen=True, slots=True)
class Rule:
    """Which counts are suppressed, and what a reader may know of them."""

    threshold: int
    """Counts from 1 to below it are suppressed."""
    zeros_shown: bool
    """Whether zeros are told; else they are suppressed like small counts."""

    @classmethod
    def of(cls, settings: OfficeSettings) -> "Rule":
        """The rule that an office has set for itself."""
        return cls(settings.threshold, settings.zeros_shown)

    def protects(self, count: int) -> bool:
        """Whether a count is suppressed for itself."""
        return count < self.threshold and (count > 0 or not self.zeros_shown)

    def enough(self, lower: int) -> int:
        """How far up an interval must go that begins at ``lower``: to the threshold, and over as many values as the
        sign alone leaves open."""
        return max(self.threshold, lower + self.threshold - 1)
