"""A field of a record is declared once; what a declaration alone cannot do, a test asks for."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from store.article import Article
from store.draft import Draft
from store.sources.fields import RECORD_FIELDS, FieldKind, RecordField

ROOT = Path(__file__).parents[3]
DOCUMENTATION = ROOT / "docs" / "records.md"
# What a draft knows that no record says.
NOT_OF_A_RECORD = frozenset(
    "saved folder place export guid markup site unnamed modified message zone".split()
)
# Where an article keeps a field under another name; a correction is an event, and is not kept.
KEPT_AS = {
    "id": "source_id",
    "markdown": "html",
    "text": "html",
    "publish_at": "due",
    "correction": None,
}
# What stands in a field of each kind, for a person.
TYPES = {
    FieldKind.TEXT: "text",
    FieldKind.BODY: "text",
    FieldKind.ID: "text or whole number",
    FieldKind.DATE: "date",
    FieldKind.FLAG: "`true` or `false`",
}
NOUNS = {"name": ("name", "names"), "url": ("address", "addresses"), "title": ("title", "titles")}


def test_a_draft_has_the_fields_of_a_record() -> None:
    of_a_draft = {field.name for field in fields(Draft)} - NOT_OF_A_RECORD
    missing = set(RECORD_FIELDS) - of_a_draft
    undeclared = of_a_draft - set(RECORD_FIELDS)
    assert not missing, f"add {missing} to Draft in store/draft.py"
    assert not undeclared, f"declare {undeclared} in store/sources/fields.py"


@pytest.mark.parametrize("name", RECORD_FIELDS)
def test_a_field_is_kept_by_an_article(name: str) -> None:
    kept = KEPT_AS.get(name, name)
    names = {field.name for field in fields(Article)}
    assert kept is None or kept in names, (
        f"add {name!r} to Article in store/article.py, or say in KEPT_AS what an article calls it"
    )


@pytest.mark.parametrize("name", RECORD_FIELDS)
def test_a_field_is_read_by_intake(name: str) -> None:
    assert name in set(_read_by_intake()), (
        f"no module of store/intake reads {name!r} of a draft: clean it in store/intake/prepare.py"
    )


def _read_by_intake() -> Iterator[str]:
    """Attributes and texts of the modules of intake: bodies are read by their names."""
    for path in (ROOT / "store" / "intake").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                yield node.attr
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_kind_of_field_has_a_name_for_people() -> None:
    missing = set(FieldKind) - TYPES.keys()
    assert not missing, (
        f"name {missing} in TYPES; take it in store/sources/shapes.py, and in schema.py beside it"
    )


def test_the_documentation_has_the_table_of_the_declaration() -> None:
    page = DOCUMENTATION.read_text(encoding="utf-8").split("## Fields")[1]
    rows = re.findall(r"^\| `.*\|$", page.split("Short forms")[0], re.MULTILINE)
    expected = [row_of(field) for field in RECORD_FIELDS.values()]
    assert rows == expected, "write into docs/records.md:\n" + "\n".join(expected)


def row_of(field: RecordField) -> str:
    """The row of the documentation that tells of a field."""
    meaning = f"{field.description} {field.note}".strip()
    spellings = " ".join(f"`{alias}`" for alias in field.aliases)
    return f"| `{field.name}` | {type_of(field)} | {meaning} | {spellings} |"


def type_of(field: RecordField) -> str:
    """What may stand in a field, for a person."""
    if field.shape:
        one, several = NOUNS[field.shape.main]
        parts = ", ".join(f"`{part.name}`" for part in fields(field.shape.type))
        if field.many:
            return f"list of {several} or objects: {parts}"
        return f"{one} or object: {parts}"
    if field.many:
        return "list of texts"
    return TYPES[field.kind]
