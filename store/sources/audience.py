"""Who may see an article: the words by which sources say that it is not for all readers.

Where such words stand is told in the reader of each format; what they mean, here alone, but for the
fields of our own records, which `visibility` declares. A status is read strictly where its format
names the one that is public, else by the words that are known.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

from ..text import dates
from ..text.remembered import Remembered

Fact = tuple[str, object]
"""What a source says under a name, such as `("wp:status", "draft")`."""

WITH_PASSWORD = "with a password"
OTHER_STATUS = "of another status"
FOR_SUBSCRIBERS = "for subscribers"

# A status, by whatever name: what is said of articles in these words is for few.
_STATUS_NAMES = frozenset(
    "status state pubstatus publishstatus publishingstatus publicationstatus workflowstatus"
    " workflowstate creativeworkstatus visibility"
    " access accesslevel accessrights privacy audience".split()
)
_HIDDEN = frozenset(
    "draft autodraft pending pendingreview private future scheduled trash trashed softtrashed"
    " deleted inherit hidden unpublished notpublished unlisted embargo embargoed withheld cancelled"
    " canceled killed password passwordprotected protected internal restricted confidential"
    " secret members membersonly paid premium tiers subscribers subscribersonly loggedin registered"
    " review inreview underreview needsreview rejected spam incomplete blocked deny"
    " مسودة خاص خاصة سري سرية مجدول مجدولة مؤجل مؤجلة محذوف محذوفة مخفي مخفية محظور محظورة".split()
) | {"غيرمنشور", "قيدالمراجعة", "بانتظارالمراجعة", "للمشتركين"}

_CLOSED = ("closedaccess", "restrictedaccess", "embargoedaccess", "metadataonlyaccess")

# Flags: what an article is where one says yes, and where one says no.
_IF_TRUE = {
    "draft": "draft",
    "private": "private",
    "hidden": "hidden",
    "unpublished": "unpublished",
    "unlisted": "unlisted",
    "trashed": "trashed",
    "deleted": "deleted",
    "protected": WITH_PASSWORD,
    "passwordprotected": WITH_PASSWORD,
    "membersonly": FOR_SUBSCRIBERS,
    "subscribersonly": FOR_SUBSCRIBERS,
    "paid": FOR_SUBSCRIBERS,
    "premium": FOR_SUBSCRIBERS,
    "paywalled": FOR_SUBSCRIBERS,
    "embargo": "embargoed",
    "embargoed": "embargoed",
    "block": "blocked",
}
_IF_FALSE = {
    "published": "unpublished",
    "public": "private",
    "listed": "unlisted",
    "visible": "hidden",
    "accessibleforfree": FOR_SUBSCRIBERS,
}
_PASSWORDS = ("password",)
_TRUE = ("true", "yes", "1", "y", "on", "نعم")
_FALSE = ("false", "no", "0", "n", "off", "لا")

# Moments before which nobody may see an article.
_EMBARGOES = (
    "embargo embargodate embargotime embargoed embargoeduntil embargountil embargoends publishat"
    " publishon publishfrom scheduledat scheduledfor notbefore holduntil visiblefrom validfrom"
    " availablefrom available onsaledate".split()
)

_NOTHING = (*_TRUE, *_FALSE, "none", "null")  # no moment, though it stands for one
_OTHER_MEANINGS = ("available", "availablefrom", "onsaledate")  # which may tell of something else

_PUBLIC = ("publish", "live")  # statuses of WordPress and Blogger
_STATE = re.compile("[a-z][a-z0-9_-]{0,19}")
_ADDRESS = re.compile(r"\A[^\s]*[/#]")
_NO_LETTER = re.compile(r"[\W_]+")
_FACT_LENGTH = 200  # characters of a fact that are looked at
_NAME_LENGTH = 100
_DEPTH = 4  # of objects within one that senders add
_THINGS = ("post", "article", "entry", "item", "story", "content", "is", "has")  # before a name

# The form that WordPress shows in place of a text with a password, by a word of its tag.
_FORM = re.compile("<form[^<>]*+>", re.IGNORECASE)
# What it says there, and in place of an excerpt, where only the words have come through.
_LOCKED = re.compile(
    r"\A\W*+(?:This (?:content|post|page|article) is password[ -]protected\b"
    r"|There is no excerpt because this is a protected\b"
    r"|هذ[اه] (?:المحتوى|المقال|المقالة|التدوينة|المنشور|الصفحة|الخبر) محمية? بكلمة\b"
    r"|لا يوجد (?:مختصر|مقتطف|ملخص) لأن هذ[اه] \w++ محمية?\b"
    r"|Ce(?:t|tte)? (?:article|contenu|publication|page) est protégée? par (?:un )?mot de passe\b"
    r"|Il n.y (?:a )?pas d.extrait, car \w++ \w++ est protégée?\b)",
    re.IGNORECASE,
)
_PARTS_OF_LOCKED = ("prot", "محمي", "&#")  # the last may spell any of them
_LOCKED_LENGTH = 260  # characters: an article that begins so is longer
_LOCKED_MARKUP = 2_000
_TAG = re.compile("<[^<>]*+>")
# What WordPress's themes say of the post that they show, as editors see it before readers do.
_CLASSES = re.compile(r"""class=["']([^"'<>]*+)["']""")
_POST_CLASS = re.compile(r"(?<!\S)post-[0-9]{1,9}(?!\S)")
_STATUS_CLASS = re.compile(
    r"(?<!\S)(?:status-(draft|private|pending|future|trash)|post-password-required)(?!\S)"
)
_PASSWORD_FORMS = ("action=postpass", "post-password-form")

NAMES = _STATUS_NAMES.union(_IF_TRUE, _IF_FALSE, _PASSWORDS, _EMBARGOES)
"""Names, by `plain_name()`, that may say who may see an article."""


def plain_name(name: str) -> str:
    """A name without prefix, case and marks: `wp:post_status` and `isStatus` are `status`."""
    return _PLAIN_NAMES[name[:_NAME_LENGTH]]


def _plain_name(name: str) -> str:
    plain = _NO_LETTER.sub("", name.rpartition(":")[2]).lower()
    for thing in _THINGS:
        if plain.startswith(thing) and plain.removeprefix(thing) in NAMES:
            return plain.removeprefix(thing)
    return plain


_PLAIN_NAMES = Remembered(_plain_name, most=1_000, longest=_NAME_LENGTH)


def facts_of(fields: Mapping[str, object], depth: int = _DEPTH) -> Iterator[Fact]:
    """What an object says of itself under its names, and under those of the objects within it."""
    for name, value in fields.items():
        yield name, value
        if isinstance(value, Mapping) and depth:
            if plain_name(name) in _EMBARGOES:  # with its end under a name of its own
                yield from ((name, part) for part in value.values())
            yield from facts_of(value, depth - 1)


def hidden(facts: Iterable[Fact]) -> str:
    """The reason why an article is not for all readers, by what its source says; "" if it is."""
    for name, value in facts:
        state = _state(plain_name(name), _plain_value(value))
        if state:
            return state
    return ""


def hidden_status(status: str) -> str:
    """The status of a format that calls its public one publish or live; "" for that, and none."""
    status = status.strip().lower()
    if not status or status in _PUBLIC:
        return ""
    state = status.replace("_", "-")
    return state if _STATE.fullmatch(state) else OTHER_STATUS


def asks_password(html: str) -> bool:
    """Whether a form for a password stands where the text would be, or nothing but its words."""
    if any(word in html for word in _PASSWORD_FORMS) and _holds_password_form(html):
        return True
    if len(html) > _LOCKED_MARKUP or not _may_be_locked(html):
        return False
    text = " ".join(unescape(_TAG.sub(" ", html)).split())
    return len(text) <= _LOCKED_LENGTH and _LOCKED.match(text) is not None


def _holds_password_form(html: str) -> bool:
    return any(word in form for form in _FORM.findall(html) for word in _PASSWORD_FORMS)


def _may_be_locked(html: str) -> bool:
    """Whether a text holds a part of a word that each of WordPress's sentences has."""
    text = html.lower()
    return any(part in text for part in _PARTS_OF_LOCKED)


def locked(texts: Iterable[object]) -> str:
    """The state of an article of which any text asks for a password, or ""."""
    asks = any(asks_password(text) for text in texts if isinstance(text, str))
    return WITH_PASSWORD if asks else ""


def shown_status(html: str) -> str:
    """The status, if it is for few, of the first post that a page of WordPress shows to editors."""
    found = (classes[1] for classes in _CLASSES.finditer(html))
    return status_of_classes(next(filter(_POST_CLASS.search, found), ""))


def status_of_classes(classes: str) -> str:
    """The status that the classes of a post tell, if it is for few; else ""."""
    status = _STATUS_CLASS.search(classes)
    if status is None:
        return ""
    return status[1] or WITH_PASSWORD


def embargo(facts: Iterable[Fact], published: str | None) -> str | None:
    """The moment before which nobody may see an article, if it is later than its date.

    One that cannot be read is taken as it is: the intake refuses it.
    """
    moment = dates.moment(published)
    for name, value in facts:
        text = _plain_value(value)
        if _is_embargo(plain_name(name), text):
            until = dates.moment(text)
            if until is None or moment is None or until > moment:
                return text
    return None


def _is_embargo(name: str, text: str) -> bool:
    """Whether a fact names the end of an embargo, readable or not."""
    if name not in _EMBARGOES or not text or text.lower() in _NOTHING:
        return False
    return name not in _OTHER_MEANINGS or dates.moment(text) is not None


def _plain_value(value: object) -> str:
    """A text, number or truth as text; anything else says nothing."""
    if isinstance(value, str):
        return value[:_FACT_LENGTH].strip()
    if isinstance(value, bool | int):
        return str(value).lower()
    return ""


def _state(name: str, value: str) -> str:
    """The reason that one fact gives, or ""."""
    if not value or name not in NAMES:
        return ""
    word = _plain_word(value)
    if name in _IF_TRUE and word in _TRUE:
        return _IF_TRUE[name]
    if name in _IF_FALSE and word in _FALSE:
        return _IF_FALSE[name]
    if name in _PASSWORDS and word not in (*_FALSE, "none", "null"):
        return WITH_PASSWORD
    return _known_state(word) if name in _STATUS_NAMES else ""


def _plain_word(value: str) -> str:
    """A word in small letters without its signs; it may be the end of an address."""
    return _NO_LETTER.sub("", _ADDRESS.sub("", value.lower()))


def _known_state(word: str) -> str:
    """The word of a status, if it means few readers."""
    if word in _CLOSED:
        return "restricted"
    return word if word in _HIDDEN else ""
