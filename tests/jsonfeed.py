"""JSON Feed 1.1 as a judge: the faults of a document, by a schema of our own writing.

`jsonfeed-1.1.schema.json` says what https://www.jsonfeed.org/version/1.1/ says, and takes no member
that it does not name but extensions.
"""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

FILE = Path(__file__).parent / "jsonfeed-1.1.schema.json"
_SCHEMA = json.loads(FILE.read_text(encoding="utf-8"))
_VALIDATOR = Draft202012Validator(_SCHEMA)


def faults(document: object) -> list[str]:
    """What is wrong with a document, each with its place."""
    return [f"{fault.json_path}: {fault.message}" for fault in _VALIDATOR.iter_errors(document)]
