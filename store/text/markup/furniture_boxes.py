"""Boxes of plugins and themes: known by the names of their classes, and by what they lack.

A name alone says nothing: a box that holds what may be a sentence of the article is none.
"""

import re

from ..arabic import words
from . import furniture_words as known
from .contents import Contents, Facts, says_sentence
from .outline import Node, attributes_of_node

_MOST_WORDS = 12
_AUTHOR_WORDS = 80
_FORM_WORDS = 60
_WORDS_BESIDE = 8  # each link of a related story, such as its date and section
_CARD_WORDS = 45  # of each with the beginning of its text
_PARTS = re.compile(r"[\s_-]+")
_BUTTON = "wp-block-button"
_LETTER_WORDS = known.FOLLOW_WORDS | known.NEWS | known.FORM_WORDS
_SHARING_WORDS = known.PLATFORMS.union(*known.SHARING, *known.FOLLOWING)


def is_box(node: Node, contents: Contents) -> bool:
    """Whether an element is a box of a plugin, and no part of the text."""
    if node.name == "form":
        return _is_form(node, contents)
    names = _names(node)
    if not names:
        return False
    facts = contents.of(node)
    if known.AUTHOR_BOX.search(names):
        return node.is_closed and _tells_of_author(facts)
    kinds = set(_PARTS.split(names))
    if _is_plugin(names, node, contents, facts):
        return True
    return any(kinds & classes and holds(node, contents, facts) for classes, holds in _KINDS)


def _is_plugin(names: str, node: Node, contents: Contents, facts: Facts) -> bool:
    """Whether a box has a name that only a plugin gives, and what that puts into it."""
    if any(name in names for name in known.CARD_NAMES) and _holds_cards(node, facts):
        return True
    if any(name in names for name in known.STARS):
        return not facts.links and facts.words <= _MOST_WORDS
    if _BUTTON in names and _invites(node, contents, facts):
        return True
    is_other = any(name.endswith(known.BOX_ENDINGS) for name in names.replace("_", "-").split())
    return is_other and _is_bare(node, contents, facts)


def _names(node: Node) -> str:
    """The names of an element, by class and id."""
    attributes = node.attributes
    if "class" not in attributes and "id" not in attributes:
        return ""
    values = attributes_of_node(node)
    return f"{values.get('class', '')} {values.get('id', '')}".strip().lower()


def _tells_of_author(facts: Facts) -> bool:
    """Whether a box is short, with a portrait or a link: a text in a frame has neither."""
    return facts.words <= _AUTHOR_WORDS and facts.links + facts.shown > 0


def _is_form(node: Node, contents: Contents) -> bool:
    """Whether a form asks for an address, a comment or words to search for."""
    facts = contents.of(node)
    if not facts.field or facts.words > _FORM_WORDS:
        return False
    is_asking = not known.FORM_WORDS.isdisjoint(words(contents.text(node)))
    return is_asking and _only_asks(node, contents)


def _only_asks(node: Node, contents: Contents) -> bool:
    """Whether each sentence beside a form asks to subscribe: a text around it does not."""
    sentences = [run for run in contents.prose(node) if says_sentence([run])]
    return not any(known.ASKING.isdisjoint(words(run)) for run in sentences)


def _shares(node: Node, contents: Contents, facts: Facts) -> bool:
    """Whether nothing but buttons to share and follow stands in a box."""
    if facts.words > _MOST_WORDS or facts.shown:
        return False
    if facts.share + facts.follow and facts.share + facts.follow + facts.idle == facts.links:
        return not says_sentence(contents.prose(node))
    said = [word for word in words(contents.text(node)) if not word.isdigit()]
    is_price = facts.words > 0 and not said  # of a share
    return facts.idle == facts.links and not is_price and _SHARING_WORDS.issuperset(said)


def _is_related(node: Node, contents: Contents, facts: Facts) -> bool:
    """Whether nothing but other stories stands in a box: titles, dates, sections."""
    if facts.article + facts.idle != facts.links or facts.field:
        return False
    if not facts.links:
        return not facts.shown and words(contents.text(node)) in known.RELATED | {()}
    if not facts.article or facts.words > _MOST_WORDS + _WORDS_BESIDE * facts.links:
        return False
    return not says_sentence(contents.prose(node))


def _holds_cards(node: Node, facts: Facts) -> bool:
    """Whether a plugin's own box holds stories with the beginnings of their texts."""
    is_all = facts.links > 0 and facts.article + facts.idle == facts.links
    return is_all and node.is_closed and facts.words <= _CARD_WORDS * facts.links


def _asks(node: Node, contents: Contents, facts: Facts) -> bool:
    """Whether a box asks to subscribe."""
    if facts.words > _FORM_WORDS or facts.shown or not (facts.field or facts.links):
        return False
    is_asking = facts.field or not known.FORM_WORDS.isdisjoint(words(contents.text(node)))
    return bool(is_asking) and _only_asks(node, contents)


def _invites(node: Node, contents: Contents, facts: Facts) -> bool:
    """Whether a button asks to subscribe or to follow, and names nothing else."""
    if not facts.links or facts.words:
        return False
    said = words(contents.links(node)[0].text)
    return said[:1] in [(word,) for word in known.BUTTONS] and _LETTER_WORDS.issuperset(said)


def _is_bare(node: Node, contents: Contents, facts: Facts) -> bool:
    """Whether a box holds but labels and figures, or a form with its words."""
    if facts.shown or facts.links > facts.article + facts.idle + facts.share + facts.follow:
        return False
    if facts.field and facts.words <= _FORM_WORDS:
        return _only_asks(node, contents)
    return facts.words <= _MOST_WORDS and not says_sentence(contents.prose(node))


# What each of these classes may hold, if it is furniture.
_KINDS = (
    (known.SHARE_CLASSES, _shares),
    (known.RELATED_CLASSES, _is_related),
    (known.LETTER_CLASSES, _asks),
    (known.BOX_CLASSES, _is_bare),
)
