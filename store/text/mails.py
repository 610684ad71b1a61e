"""Mail addresses in names: nobody's address is published."""

import re

_MAIL = re.compile(r"(?<![\w.+-])(?:mailto:)?[\w.+-]{1,100}+[@＠][\w-][\w.-]{0,200}+")
_EMPTY = re.compile(r"<\s?>|\(\s?\)|\[\s?\]|«\s?»")
_SEPARATORS = " -–—|,،;؛:/•·"
_IN_BRACKETS = re.compile(r"\A\(([^()]{0,1000})\)\Z")


def without_mails(name: str) -> str:
    """The name in `desk@example.com (منى السيد)` and its like; "" for an address alone.

    `@mona` is no address, but a name elsewhere.
    """
    if _MAIL.search(name) is None:
        return name
    rest = _EMPTY.sub(" ", _MAIL.sub("", name))
    rest = " ".join(rest.split()).strip(_SEPARATORS)
    return _IN_BRACKETS.sub(r"\1", rest).strip()
