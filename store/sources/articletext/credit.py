"""Credit lines that content systems put below an article, and into their feeds."""

import re

_CREDIT = re.compile(
    r"\A(?:The (?:post|article) .+ (?:appeared first|first appeared) on .+"
    r"|(?:L['’]|Cet )article .+ est apparu en premier sur .+"
    r"|ظهرت? المقال[ةه]? .+ أولا?[ًا]{1,2} (?:على|في) .+"
    r"|(?:المقال[ةه]?|التدوين[ةه]) .+ ظهرت? أولا?[ًا]{1,2} (?:على|في) .+)",
    re.DOTALL,  # a line has no ends within, and a pattern that looks for none is never in vain
)


def is_credit(line: str) -> bool:
    """Whether a line says where the article appeared first, and nothing else."""
    return _CREDIT.fullmatch(line) is not None
