"""Lines and lists that are furniture by what they say, whatever they are called.

Buttons to share and follow, places of advertisements, counters; and what stands below a label.
"""

from ..arabic import words
from . import furniture_words as known
from .contents import Contents, Facts
from .outline import Atom, Node
from .related_lines import is_related_label, is_story_list

_LABEL_WORDS = 6
_FOLLOW_WORDS = 30
_CHANNELS = known.PLATFORMS | known.OURS
_EDGE = 4  # parts of the text before or behind which a counter stands
_TEXT_BLOCKS = frozenset(("p", "div", "center", "section", "aside", "footer"))

RELATED = "related"
SHARE = "share"
FOLLOW = "follow"


def label_of(node: Node, contents: Contents) -> str:
    """What a label announces: stories, buttons to share or to follow; "" for any other part."""
    facts = contents.of(node)
    if facts.links or facts.shown or facts.field or not 0 < facts.words <= _LABEL_WORDS:
        return ""
    text = contents.text(node)
    if is_related_label(text):
        return RELATED
    said = words(text)
    if said in known.SHARING:
        return SHARE
    return FOLLOW if said in known.FOLLOWING else ""


def is_below(label: str, node: Node, contents: Contents) -> bool:
    """Whether a part holds nothing but what a label announces."""
    if label == RELATED:
        return is_story_list(node, contents)
    facts = contents.of(node)
    if facts.words or facts.shown or facts.article or not facts.links:
        return False
    kinds = facts.share + facts.follow if label == FOLLOW else facts.share
    return kinds > 0 and kinds + facts.idle == facts.links


def is_line(node: Node, contents: Contents) -> bool:
    """Whether a part is furniture by its own words and links."""
    facts = contents.of(node)
    if facts.shown or facts.words > _FOLLOW_WORDS:
        return False
    if facts.share and _shares(node, contents, facts):
        return True
    if node.name in _TEXT_BLOCKS and _stands_alone(node, contents, facts):
        return True
    return _follows(node, contents, facts)


def _shares(node: Node, contents: Contents, facts: Facts) -> bool:
    """Whether nothing but buttons to share stands in a part, perhaps with a label."""
    if facts.share + facts.idle != facts.links or facts.words > _LABEL_WORDS:
        return False
    if any(_is_address(link.text) for link in contents.links(node)):
        return False
    said = words(contents.before(node))
    return len(said) == facts.words and (not said or said[:1] in known.SHARING)


def _is_address(text: str) -> bool:
    """Whether a link shows where it leads, as those do that a text is about."""
    return " " not in text and ("/" in text or "." in text)


def _stands_alone(node: Node, contents: Contents, facts: Facts) -> bool:
    """Whether a paragraph is but the label of a button, an advertisement or a counter."""
    if facts.links == 1 and words(contents.before(node)) in known.SHORT_LINK:
        return True
    if facts.links != facts.idle:
        return False
    said = words(contents.text(node)) if facts.words <= _LABEL_WORDS else ()
    if said in known.LONE:
        return True
    uncounted = tuple(word for word in said if not word.isdigit())
    is_edge = node.first <= _EDGE or len(contents.atoms) - node.last <= _EDGE
    return is_edge and len(uncounted) < len(said) and uncounted in known.COUNTED


def _follows(node: Node, contents: Contents, facts: Facts) -> bool:
    """Whether a part asks to follow the site elsewhere."""
    if facts.follow + facts.idle != facts.links:
        return False
    said = words(contents.text(node))
    is_read = facts.links > 0 and all(_is_in_reader(link) for link in contents.links(node))
    if is_read and not said:
        return True
    if not 1 < len(said) <= _FOLLOW_WORDS or said[0] not in known.CALLS:
        return False
    if facts.follow:
        return is_read or _is_invitation(said, facts, contents.links(node))
    is_ours = not known.OURS.isdisjoint(said) and not known.PLATFORMS.isdisjoint(said)
    return is_ours and known.FOLLOW_WORDS.issuperset(said)


def _is_in_reader(link: Atom) -> bool:
    return known.READER_ADDRESS.match(link.address or "") is not None


def _is_invitation(said: tuple[str, ...], facts: Facts, links: list[Atom]) -> bool:
    """Whether words around links to channels are the site's own.

    Its links name channels: one that names somebody tells who joined, or was followed.
    """
    if not all(_names_channel(words(link.text)) for link in links):
        return False
    if not known.OURS.isdisjoint(said):
        return True
    return said[0] in known.PROMISED and (not facts.words or not known.NEWS.isdisjoint(said))


def _names_channel(said: tuple[str, ...]) -> bool:
    """Whether a link is a picture, or says no more than where to follow."""
    return not said or not _CHANNELS.isdisjoint(said) or known.FOLLOW_WORDS.issuperset(said)
