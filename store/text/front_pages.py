"""Front pages: addresses that tell no story, whatever they are given for.

An agency that knows no better gives its front page as the address of each story, and so does a
page whose template was never finished.
"""

import re
from urllib.parse import unquote

from .addresses import compare_key

# A folder or file of a site that holds its front page: in one of its languages, or for telephones.
_FRONT = re.compile(
    r"(?:[a-z]{2}(?:[-_][a-z]{2})?|ara|arb|eng|fra|arabic|english|french|amp|mobile|m|www|web|site"
    r"|portal|pages|start|cms|blog|\.|404|undefined|null|none|nan|[{$%\[<][^/]{1,60}[}%\]>]"
    r"|(?:index|default|home|homepage|home-page|main)(?:[-_.][a-z]{2})?(?:\.[a-z]{3,5})?"
    r"|الرئيسية|الرئيسيه|الصفحة-الرئيسية)"
)
_LONGEST = 3  # folders and file of a front page: `/ar/home/index.html`

# Parameters that choose how a page is shown, or count who comes: they name no story.
_SHOWN = re.compile(
    r"(?:hl|lang|language|locale|country|region|edition|ref|referrer|referer|source|from|via|campaign"
    r"|m|mobile|amp|device|theme|redirect|home|cache|nocache|cb|_|rnd|rand|random|t|ts|time|timestamp"
    r"|v|ver|version|rev|sid|session\w*|phpsessid|jsessionid|aspsessionid\w*|token|fb_\w+)"
)


def is_front_page(address: str) -> bool:
    """Whether an http address is that of a site's front page, which stands for no story.

    `/?p=41` is none: what a query names beside language, device and visit is a story.
    """
    head, _, query = compare_key(address).partition("?")
    path = head.partition(";")[0].partition("/")[2]
    parts = [part for part in unquote(path).lower().split("/") if part]
    if len(parts) > _LONGEST or not all(map(_FRONT.fullmatch, parts)):
        return False
    names = [part.partition("=")[0] for part in query.lower().split("&") if part]
    return all(map(_SHOWN.fullmatch, names))
