"""Front matter: the YAML between two lines `---` above an article."""

import re
from typing import Any

import yaml

from ...errors import Place, Refused

FRONT_MATTER_LIMIT = 64_000
_FENCE = "---"
_TABBED = re.compile(r"^ *\t", re.MULTILINE)


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Front matter, and the body below it."""
    opening, _, rest = text.partition("\n")
    if opening.rstrip() != _FENCE:
        return {}, text
    end = re.search(rf"^{_FENCE}[ \t]*$\n?", rest[: FRONT_MATTER_LIMIT + 10], re.MULTILINE)
    if end is None:
        limit = f"{FRONT_MATTER_LIMIT // 1000} KB"
        raise Refused(
            f"front matter opens with --- and no line --- closes it within {limit}",
            place=Place(line=1),
        )
    return _yaml(rest[: end.start()]), rest[end.end() :]


def _yaml(head: str) -> dict[str, Any]:
    """All scalars stay the text they are: YAML's own dates and numbers would lose their
    spelling.
    """
    try:
        # which makes text, lists and mappings alone
        found = yaml.load(head, Loader=_Once)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        scanning = isinstance(error, yaml.scanner.ScannerError) and error.context_mark
        mark = error.context_mark if scanning else error.problem_mark
        raise Refused(
            _why(str(error.problem), head), place=Place(line=mark.line + 2 if mark else None)
        ) from error
    except yaml.reader.ReaderError as error:
        place = Place(line=head.count("\n", 0, error.position) + 2)
        raise Refused(
            "front matter holds a control character", code_point=error.character, place=place
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Refused("front matter is no YAML that can be read", place=Place(line=1)) from error
    if found in (None, ""):
        return {}
    if not isinstance(found, dict):
        raise Refused(
            "front matter should hold lines of the form `field: value`", place=Place(line=2)
        )
    return {name: value for name, value in found.items() if value not in ("", "~", "null")}


class _Once(yaml.BaseLoader):
    """A key that stands twice would hide a value."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
        seen = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value[:60]!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _why(problem: str, head: str) -> str:
    if "stands twice" in problem:
        return f"in front matter {problem}"
    hint = "put a value that holds `: ` or begins with a sign into quotes"
    if _TABBED.search(head):
        hint = "indent with spaces, not tabs"
    return f"front matter is no YAML: {problem}; {hint}"
