"""Rules: lines that are drawn of dashes and the like, as fences of front matter are, and others."""

from dataclasses import dataclass

from .fieldlines import UNSEEN

# Hyphens, dashes and minus signs, box drawing, and the tatweel, which Arabic keyboards have there.
_DASHES = (
    "-\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2500\u2501\u2504\u2505\u2508\u2509\u254c"
    "\u254d\u2574\u2578\u2e3a\u2e3b\u30fc\ufe58\ufe63\uff0d\u0640"
)
_PLUSES = "+\uff0b"
_SIGNS = {"yaml": _DASHES, "toml": _PLUSES}
_ENDS_OF_YAML = ("...", "\u2026")
_CODE = ("```", "~~~")
_DRAWN = _DASHES + _PLUSES + "*=_~#.\u2026\u2022\u2550;:"
_BLANKS = UNSEEN + " \t\xa0"
_BETWEEN = " \t\\"  # signs; a backslash is what programs escape them with
_NO_BETWEEN = str.maketrans("", "", _BETWEEN)
_SHOWN = 10  # characters
_MOST_DRAWN = 20  # rules above each other


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, with the language whose fence it may be, else "".

    signs      what it is drawn of
    rest       what is said behind
    is_spaced  whether blanks part its signs
    """

    language: str
    signs: str
    rest: str = ""
    is_spaced: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether nothing but a comment stands behind its signs."""
        return not self.rest or self.rest.startswith("#")

    @property
    def shown(self) -> str:
        """Its signs, for a message."""
        return self.signs[:_SHOWN]

    def is_closed_by(self, line: str) -> bool:
        """Whether a line closes what this opens; a dash alone, or several apart, are lists."""
        if self.language == "yaml" and line.strip(_BLANKS) in _ENDS_OF_YAML:
            return True
        closing = rule_in(line)
        if closing is None or closing.language != self.language or not closing.is_bare:
            return False
        if closing.is_spaced and not self.is_spaced:
            return False
        return closing.signs != "-" or self.signs == "-"


def rule_in(line: str) -> Rule | None:
    """The rule that a line is, or begins with; the item of a list, which has one dash, is none."""
    plain = line.strip(_BLANKS + "\\")
    for language, signs in _SIGNS.items():
        rest = plain.lstrip(signs + _BETWEEN)
        beginning = plain[: len(plain) - len(rest)].rstrip(_BETWEEN)
        drawn = beginning.translate(_NO_BETWEEN)
        if drawn and (not rest or len(drawn) > 1):
            return Rule(language, drawn, rest, drawn != beginning)
    if plain and not plain.strip(_DRAWN + _BETWEEN):
        return Rule("", plain)
    return None


def is_code(line: str) -> bool:
    """Whether a line opens or closes a block of code."""
    return line.strip(_BLANKS).startswith(_CODE)


def without_rules(text: str) -> str:
    """A text without the rules that are drawn above all that it says: no title is one."""
    rest = text
    for _ in range(_MOST_DRAWN):
        line, _, below = rest.lstrip(_BLANKS + "\n").partition("\n")
        rule = rule_in(line)
        if rule is None or rule.rest:
            break
        rest = below
    return rest
