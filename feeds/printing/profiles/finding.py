"""PartnerFinding: what a partner would refuse, or not like, of an article or of its feed. Pure."""

from dataclasses import dataclass

from store import Article

from .demand import Demand, Sentence, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFinding:
    """A broken demand, with what breaks it.

    name     of the demand
    is_hard  the article is left out of the feed for it
    article  as the partner would see it; None where the feed as a whole breaks the demand
    """

    name: str
    is_hard: bool
    value: Value
    arabic: Sentence
    english: Sentence
    article: Article | None = None

    @classmethod
    def of(cls, demand: Demand, article: Article, value: Value) -> "PartnerFinding":
        """What breaks a demand in an article."""
        return cls(
            name=demand.name,
            is_hard=demand.is_hard,
            value=value,
            arabic=demand.arabic,
            english=demand.english,
            article=article,
        )
