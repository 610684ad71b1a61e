"""What each format can say to keep an article from readers, in the spellings of many programs."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.newsroom.stories import Choices

_LATER = ("2027-06-24T07:00:00Z", "2027-06-24T10:00:00+03:00", "2027-06-24", "24/06/2027 10:00")
_WORDS = (
    *("draft", "pending", "private", "future", "scheduled", "trash", "hidden", "unlisted"),
    *("embargoed", "withheld", "internal", "members", "paid", "auto-draft", "Pending Review"),
    *("in_review", "subscribers only", "deleted", "restricted", "confidential", "مسودة", "خاص"),
)
_STATUSES = (
    "draft",
    "pending",
    "private",
    "future",
    "trash",
    "auto-draft",
    "inherit",
    "xyz-plugin",
)
_NAMES = (
    *("status", "state", "visibility", "access", "privacy", "post_status", "articleStatus"),
    *("workflow_state", "pubStatus", "publishing-status", "content_status", "Access_Level"),
)
_FLAGS = (
    *("draft", "private", "hidden", "unpublished", "protected", "membersOnly", "isDraft"),
    *("is_private", "premium", "paywalled", "embargoed", "deleted", "Is-Hidden"),
)
_PUBLIC_FLAGS = ("published", "public", "listed", "visible", "isAccessibleForFree", "is_public")
_TRUE = ("true", "yes", "1", "on", "نعم")
_FALSE = ("false", "no", "0", "off", "لا")
_EMBARGOES = ("embargo", "embargoDate", "embargoed_until", "publish_at", "notBefore", "hold-until")
_CASES = (str, str.upper, str.capitalize, str.title)
_SPACES = ("{}", "{}", " {} ", "\n\t{}\n", "{}\u200f", "\u00a0{}")
_PASSWORD_FORM = (
    '<form action="https://paper.example/wp-login.php?action=postpass" method="post">'
    "<p>هذا المحتوى محمي.</p><input name='post_password'></form>"
)

Said = dict[str, object]


def _word(choices: Choices, words: Sequence[str] = _WORDS) -> str:
    """A word in some case, with some space around it."""
    word: str = choices.of(_CASES)(choices.of(words))
    return choices.of(_SPACES).format(word)


def _fact(choices: Choices) -> tuple[str, str]:
    """A name and a value that hide an article."""
    kind = choices.of(("status", "true", "false", "password", "embargo"))
    if kind == "status":
        return choices.of(_NAMES), _word(choices)
    if kind == "true":
        return choices.of(_FLAGS), _word(choices, _TRUE)
    if kind == "false":
        return choices.of(_PUBLIC_FLAGS), _word(choices, _FALSE)
    if kind == "password":
        return choices.of(("password", "post_password")), choices.of(("سر", "1234", "p"))
    return choices.of(_EMBARGOES), choices.of(_LATER)


def _element(choices: Choices, prefixes: Sequence[str] = ("x:", "")) -> str:
    """An element of any namespace that hides an entry."""
    name, value = _fact(choices)
    tag = choices.of(prefixes) + name
    value = choices.of(("{}", "<![CDATA[{}]]>")).format(value)
    return f"<{tag}>{value}</{tag}>"


_ELEMENTS = (
    "<app:control><app:draft>yes</app:draft></app:control>",
    '<a:control xmlns:a="http://purl.org/atom/app#"><a:draft> YES </a:draft></a:control>',
    "<media:status state='blocked'/>",
    "<media:status state=' Blocked '/>",
    "<itunes:block>Yes</itunes:block>",
    "<itunes:block> yes </itunes:block>",
    '<access:restriction relationship="deny"/>',
    '<access:restriction relationship="Deny"/>',
    "<prism:embargoDate>2027-06-24T07:00:00Z</prism:embargoDate>",
    "<dcterms:available>2027-06-24</dcterms:available>",
    "<dcterms:valid>start=2027-06-24T07:00Z; end=2028-01-01T00:00Z; scheme=W3C-DTF</dcterms:valid>",
    "<dcterms:valid> start = 2027-06-24T07:00Z ; end=2028-01-01T00:00Z</dcterms:valid>",
    "<dcterms:accessRights>closedAccess</dcterms:accessRights>",
    '<w:status xmlns:w="http://wordpress.org/export/1.1/">xyz-plugin</w:status>',
    '<w:post_type xmlns:w="https://wordpress.org/export/1.2/">page</w:post_type>',
    '<w:post_password xmlns:w="http://wordpress.org/export/1.0/">سر</w:post_password>',
    "<x:post_type> Page </x:post_type>",
)
_ATTRIBUTES = (' status="draft"', ' x:status=" Draft "', ' private="true"', " published='no'")


def _in_feed(choices: Choices) -> Said:
    kind = choices.of(("any", "any", "known", "attribute"))
    if kind == "attribute":
        return {"attributes": choices.of(_ATTRIBUTES)}
    return {"elements": _element(choices) if kind == "any" else choices.of(_ELEMENTS)}


def _in_blogger(choices: Choices) -> Said:
    kinds = ("page", "comment", "template", "settings", "Page")
    kind = choices.of(kinds)
    scheme = choices.of(("http", "https")) + "://schemas.google.com/g/2005#kind"
    term = f"http://schemas.google.com/blogger/2008/kind#{kind}"
    options: list[Said] = [
        {"elements": "<app:control><app:draft>yes</app:draft></app:control>"},
        {"kind": f'<category scheme="{scheme}" term="{term}"/>'},
        {"elements": _element(choices, ("x:",))},
    ]
    return choices.of(options)


def _in_takeout(choices: Choices) -> Said:
    kind = choices.of(("PAGE", "COMMENT", "page", " Page "))
    status = choices.of(("DRAFT", "SCHEDULED", "SOFT_TRASHED", "SPAM", "draft", " Draft "))
    options: list[Said] = [
        {"kind": f"<blogger:type>{kind}</blogger:type>"},
        {"status": f"<blogger:status>{status}</blogger:status>"},
        {"elements": "<blogger:trashed>2026-11-18T10:00:00Z</blogger:trashed>"},
    ]
    return choices.of(options)


def _in_export(choices: Choices) -> Said:
    status = _word(choices, _STATUSES)
    value = choices.of(("{}", "<![CDATA[{}]]>")).format(status)
    kind = choices.of(("page", "attachment", "revision", "nav_menu_item", "wp_block", "recipe"))
    role = "<wp:meta_key>_members_access_role</wp:meta_key><wp:meta_value>editor</wp:meta_value>"
    options: list[Said] = [
        {"status": f"<wp:status>{value}</wp:status>"},
        {"kind": f"<wp:post_type>{kind}</wp:post_type>"},
        {"password": "<wp:post_password><![CDATA[سر]]></wp:post_password>"},
        {"elements": _element(choices)},
        {"elements": f"<wp:postmeta>{role}</wp:postmeta>"},
        {"elements": choices.of(_ELEMENTS[:2])},
    ]
    return choices.of(options)


def _value(choices: Choices, value: str) -> object:
    """A value as JSON may have it: a truth where its text is one."""
    word = value.strip().lower()
    if word in ("true", "false") and choices.of((False, True)):
        return word == "true"
    if word in ("0", "1") and choices.of((False, True)):
        return int(word)
    return value


def _fields(choices: Choices) -> dict[str, Any]:
    name, value = _fact(choices)
    return {name: _value(choices, value)}


def _in_json_feed(choices: Choices) -> Said:
    fields = _fields(choices)
    way = choices.of(("item", "extension", "deeper"))
    if way == "extension":
        fields = {"_cms": fields}
    elif way == "deeper":
        fields = {"_cms": {"meta": fields}}
    return {"fields": fields}


def _in_rest(choices: Choices) -> Said:
    fields = _fields(choices)
    locked = {"rendered": _PASSWORD_FORM, "protected": choices.of((True, False))}
    options: list[dict[str, Any]] = [
        {"status": choices.of((*_STATUSES, "Draft", " publish", "", None))},
        {"content": locked},
        {"class_list": ["post-5", "post", f"status-{choices.of(_STATUSES[:5])}"]},
        {"class_list": ["post-5", "post-password-required"]},
        {"type": choices.of(("page", "attachment", "nav_menu_item"))},
        *({"meta": fields}, {"acf": fields}, {"meta": {"x": fields}}, fields),
    ]
    return {"fields": choices.of(options)}


def _in_hook(choices: Choices) -> Said:
    options: list[dict[str, Any]] = [
        {"post_status": choices.of((*_STATUSES, "Draft", " draft "))},
        {"post_password": choices.of(("سر", "1"))},
        {"post_type": choices.of(("page", "attachment", "revision"))},
        {"visibility": _word(choices, ("private", "password", "Password protected"))},
        {"status": choices.of(_STATUSES[:5])},
        {"post_content": _PASSWORD_FORM},
        {"deleted": True},
    ]
    return {"fields": choices.of(options)}


_RECORD_FLAGS = ("draft", "is_draft", "isDraft", "مسودة", "private", "hidden", "unlisted", "secret")
_RECORD_PUBLIC = ("public", "is_public", "isPublic", "is_published", "isPublished", "visible")
_RECORD_STATES = ("status", "state", "post_status", "visibility", "access", "الحالة")


def _in_record(choices: Choices) -> Said:
    own = choices.of(("_{}", "x-{}"))
    name, value = _fact(choices)
    options: list[dict[str, Any]] = [
        {choices.of(_RECORD_FLAGS): _value(choices, _word(choices, (*_TRUE, "maybe")))},
        {choices.of(_RECORD_PUBLIC): _value(choices, _word(choices, (*_FALSE, "maybe")))},
        {choices.of(_RECORD_STATES): _word(choices, (*_WORDS, "whatever"))},
        {"published": _value(choices, choices.of(_CASES)(choices.of(_FALSE)))},
        {choices.of(("password", "post_password")): "سر"},
        {choices.of(("publish_at", "embargo", "notBefore", "scheduled_at")): choices.of(_LATER)},
        {choices.of(("publish_at", "embargo", "notBefore", "scheduled_at")): "بعد حين"},
        {"published": choices.of(_LATER)},
        {choices.of(("expires_at", "valid_until")): "2026-11-01"},
        {"noindex": True},
        {name: _value(choices, value)},
        {own.format(name): _value(choices, value)},
        {"_cms": {name: _value(choices, value)}},
        {"_build": {"render": choices.of(("never", False, "Never"))}},
    ]
    return {"fields": choices.of(options)}


_NOTES = (
    *("DRAFT", "مسودة", "مُسوّدة:", "** DRAFT **", "محظور النشر حتى الساعة 6 مساء", "(مسودة)"),
    *("Embargoed until 24 June 2027", "status: draft", "draft: true", "EMBARGO: 2027-06-24"),
    *("---\ndraft: true\n---", "<!-- draft: true -->", "ليس للنشر", "الحالة: مسودة", "سري"),
    *("---\n\nstatus: draft\n\n---\n", '{"draft": true}', "\ufeff---\nprivate: yes\n---"),
    *("+++\ndraft = true\n+++", "publish_at: 2027-06-24", "Status : Draft", "# draft: true"),
)


def _in_text(choices: Choices) -> Said:
    return {"above": choices.of(("", "\n", "\ufeff", " \n")) + choices.of(_NOTES) + "\n"}


def _in_page(choices: Choices) -> Said:
    robots = choices.of(("noindex", "NOINDEX, nofollow", "none", " noindex,follow", "all, noindex"))
    name = choices.of(("robots", "Robots", "ROBOTS"))
    status = choices.of(_STATUSES[:5])
    free = choices.of((False, "False", "false", "http://schema.org/False", "no", 0))
    options: list[Said] = [
        {"head": f'<meta name="{name}" content="{robots}">'},
        {"head": f"<META content='{robots}' NAME={name}>"},
        {"head": '<meta property="article:content_tier" content="locked">'},
        {"head": '<meta property="article:content_tier" content=" Locked ">'},
        {"head": '<meta name="dcterms.available" content="2027-06-24">'},
        {"classes": f' class="post-12 post type-post status-{status} hentry"'},
        {"classes": ' class="post-12 post post-password-required"'},
        {"fields": {"isAccessibleForFree": free}},
        {"fields": {"creativeWorkStatus": _word(choices)}},
        {"fields": {"embargoDate": choices.of(_LATER)}},
        {"fields": {"creativeWorkStatus": {"@type": "DefinedTerm", "name": "Draft"}}},
        {"fields": {"conditionsOfAccess": "subscribers", "isAccessibleForFree": False}},
    ]
    return choices.of(options)


HIDDEN: dict[str, Callable[[Choices], Said]] = {
    **dict.fromkeys(("rss", "rss in full", "rdf", "atom"), _in_feed),
    "blogger": _in_blogger,
    "takeout": _in_takeout,
    "wxr": _in_export,
    **dict.fromkeys(("ndjson", "array", "yaml", "yaml of markdown", "toml", "json"), _in_record),
    "json feed": _in_json_feed,
    **dict.fromkeys(("rest", "wire", "hook of rest", "envelope"), _in_rest),
    **dict.fromkeys(("WP Webhooks", "fields", "form", "php"), _in_hook),
    "bare": _in_text,
    "page": _in_page,
}
