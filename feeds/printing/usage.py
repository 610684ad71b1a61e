"""Terms for machines in the words of RSL 1.0 (https://rslstandard.org/rsl, section 3)."""

from dataclasses import dataclass

from store import AiUse

MEDIA_TYPE = "application/rsl+xml"


@dataclass(frozen=True, slots=True)
class Usage:
    """What may be done with the texts, and what may not: tokens of RSL, parted by a space."""

    permits: str
    prohibits: str | None = None


# Whoever may have summaries alone may find and quote them, but not learn from whole texts.
USAGE: dict[AiUse, Usage] = {
    "allow": Usage("all"),
    "summary": Usage("search ai-index ai-input", "ai-train"),
    "deny": Usage("search", "ai-all"),
}
