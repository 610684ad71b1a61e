"""The terms for machines, from `[terms]`: their address, and the agents that they are for."""

import re
from collections.abc import Iterator

from store import BadSetting, Terms

from . import checks
from .shapes import TermsShape

# Those who gather texts for artificial intelligence, by the tokens that they publish. Who fetches a
# preview for a person that shares a link, or the news for a search alone, is none of them.
AGENTS = (
    *("AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot"),
    *("ChatGPT-User", "Claude-SearchBot", "Claude-User", "Claude-Web", "ClaudeBot"),
    *("cohere-ai", "cohere-training-data-crawler", "DeepSeekBot", "Diffbot", "DuckAssistBot"),
    *("FacebookBot", "Google-CloudVertexBot", "Google-Extended", "GPTBot", "ICC-Crawler"),
    *("img2dataset", "Meta-ExternalAgent", "Meta-ExternalFetcher", "MistralAI-User"),
    *("OAI-SearchBot", "omgili", "omgilibot", "PanguBot", "Perplexity-User", "PerplexityBot"),
    *("Timpibot", "Webzio-Extended", "YouBot"),
)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{4,60}")
# They stand in the User-Agent of readers and browsers.
_OF_READERS = frozenset(
    "mozilla applewebkit khtml gecko like chrome safari firefox mobile version windows linux"
    " macintosh iphone android compatible http https feedparser newsboat feedly inoreader freshrss"
    " miniflux".split()
)


def terms_of(shape: TermsShape | None) -> Terms | None:
    """The terms that are set, None where none are. Raises BadSetting."""
    if shape is None:
        return None
    return Terms(
        ai=shape.ai,
        license=checks.optional_address("terms.license", shape.license),
        agents=AGENTS if shape.agents is None else tuple(_tokens(shape.agents)),
    )


def _tokens(agents: tuple[str, ...]) -> Iterator[str]:
    """Tokens as robots.txt may hold them (RFC 9309, section 2.2.1), none of them a reader's."""
    for position, token in enumerate(agents, 1):
        path = f"terms.agents[{position}]"
        if not _TOKEN.fullmatch(token):
            raise BadSetting(f"{path}: expected a name such as GPTBot, got {token[:60]!r}")
        if token.lower() in _OF_READERS:
            raise BadSetting(f"{path}: {token!r} stands in what readers send, it names no agent")
        yield token
