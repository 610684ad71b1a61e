"""YAML of front matter: its value, or the line that a person must mend."""

import re
from collections.abc import Hashable
from typing import Any

import yaml

from ...errors import Place, Refused

_TABBED = re.compile(r"^ *\t", re.MULTILINE)


def load_yaml(head: str, first: int) -> object:
    """The value of YAML, in which all scalars stay the text they are.

    Its first line has the number `first`. Raises Refused, with the line.
    """
    try:
        # The loader makes text, lists and mappings alone.
        return yaml.load(head, Loader=_StrictLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        raise _broken(error, head, first) from error
    except yaml.reader.ReaderError as error:
        raise _control_character(error, head, first) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = "front matter is no YAML that can be read"
        raise Refused(reason, place=Place(line=first - 1)) from error


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


def _broken(error: yaml.MarkedYAMLError, head: str, first: int) -> Refused:
    """The refusal of YAML that cannot be parsed, at the line that a person must mend."""
    mark = error.problem_mark
    if isinstance(error, yaml.scanner.ScannerError) and error.context_mark:
        mark = error.context_mark  # where an open quote begins, not where the text ends
    line = mark.line + first if mark else None
    return Refused(_reason(str(error.problem), head), place=Place(line=line))


def _reason(problem: str, head: str) -> str:
    """What is wrong with YAML, and what helps against most such mistakes."""
    if "stands twice" in problem:
        return f"in front matter {problem}"
    hint = "put a value that holds `: ` or begins with a sign into quotes"
    if _TABBED.search(head):
        hint = "indent with spaces, not tabs"
    return f"front matter is no YAML: {problem}; {hint}"


def _control_character(error: yaml.reader.ReaderError, head: str, first: int) -> Refused:
    """The refusal of a character that YAML does not allow, with its line."""
    line = head.count("\n", 0, error.position) + first
    reason = "front matter holds a control character"
    return Refused(reason, code_point=error.character, place=Place(line=line))
