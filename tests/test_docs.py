"""The documentation knows every field, command and setting that the code knows."""

import re
from pathlib import Path

import click
import pytest

from feeds.cli.commands import LazyGroup
from store.sources.fields import ALIASES, RECORD_FIELDS

ROOT = Path(__file__).parents[1]


def commands() -> list[click.Command]:
    group = LazyGroup()
    context = click.Context(group)
    found = [group.get_command(context, name) for name in group.list_commands(context)]
    return found + [
        sub for one in found if isinstance(one, click.Group) for sub in one.commands.values()
    ]


def test_every_field_and_its_other_names_are_documented() -> None:
    text = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    for name in (*RECORD_FIELDS, *ALIASES):
        assert f"`{name}`" in text


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_every_command_has_an_example_and_stands_in_the_readme(command: click.Command) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "Example:\n" in (command.help or "")
    assert re.search(rf"`(flask )?(quarantine )?{command.name}\b", readme)


def test_the_pictures_of_the_readme_are_there_and_light() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = {ROOT / path for path in re.findall(r'src="(docs/[^"]+)"', readme)}
    assert named == set((ROOT / "docs" / "pictures").iterdir())
    assert all(path.stat().st_size < 200_000 for path in named)
