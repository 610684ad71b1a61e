"""Front matter: the YAML between two lines `---` above an article."""

import re
from collections.abc import Hashable
from typing import Any

import yaml

from ...errors import Place, Refused
from ...limits import FRONT_MATTER_LIMIT, LONG_FRONT_MATTER
from ...text.sandbox import run_isolated

_FENCE = "---"
_END = re.compile(rf"^{_FENCE}[ \t]*$\n?", re.MULTILINE)
_END_LENGTH = 10  # a closing line may begin at the limit
_TABBED = re.compile(r"^ *\t", re.MULTILINE)
_FIRST_LINE = 2  # of the YAML, in its file
_ABSENT = ("", "~", "null")


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The fields of front matter, and the body below it. Raises Refused, with the line."""
    opening, _, rest = text.partition("\n")
    if opening.rstrip() != _FENCE:
        return {}, text
    end = _END.search(rest[: FRONT_MATTER_LIMIT + _END_LENGTH])
    if end is None:
        limit = f"{FRONT_MATTER_LIMIT // 1000} KB"
        reason = f"front matter opens with --- and no line --- closes it within {limit}"
        raise Refused(reason, place=Place(line=1))
    return _fields(rest[: end.start()]), rest[end.end() :]


def _fields(head: str) -> dict[str, Any]:
    """The fields that YAML names, without those that are null."""
    fields = run_isolated(_load, head) if len(head) > LONG_FRONT_MATTER else _load(head)
    if fields in (None, ""):
        return {}
    if not isinstance(fields, dict):
        reason = "front matter should hold lines of the form `field: value`"
        raise Refused(reason, place=Place(line=_FIRST_LINE))
    return {name: value for name, value in fields.items() if value not in _ABSENT}


def _load(head: str) -> object:
    """The value of a YAML text, in which all scalars stay the text they are."""
    try:
        # The loader makes text, lists and mappings alone.
        return yaml.load(head, Loader=_StrictLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        raise _broken(error, head) from error
    except yaml.reader.ReaderError as error:
        raise _control_character(error, head) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Refused("front matter is no YAML that can be read", place=Place(line=1)) from error


class _StrictLoader(yaml.BaseLoader):
    """Reads scalars as text, since YAML's own dates and numbers would lose their spelling.

    Refuses a key that stands twice: one value would hide the other.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """The mapping of a node, in which each key stands once."""
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                problem = f"{key.value[:60]!r} stands twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _broken(error: yaml.MarkedYAMLError, head: str) -> Refused:
    """The refusal of YAML that cannot be parsed, at the line that a person must mend."""
    mark = error.problem_mark
    if isinstance(error, yaml.scanner.ScannerError) and error.context_mark:
        mark = error.context_mark  # where an open quote begins, not where the text ends
    line = mark.line + _FIRST_LINE if mark else None
    return Refused(_reason(str(error.problem), head), place=Place(line=line))


def _reason(problem: str, head: str) -> str:
    """What is wrong with YAML, and what helps against most such mistakes."""
    if "stands twice" in problem:
        return f"in front matter {problem}"
    hint = "put a value that holds `: ` or begins with a sign into quotes"
    if _TABBED.search(head):
        hint = "indent with spaces, not tabs"
    return f"front matter is no YAML: {problem}; {hint}"


def _control_character(error: yaml.reader.ReaderError, head: str) -> Refused:
    """The refusal of a character that YAML does not allow, with its line."""
    line = head.count("\n", 0, error.position) + _FIRST_LINE
    reason = "front matter holds a control character"
    return Refused(reason, code_point=error.character, place=Place(line=line))
