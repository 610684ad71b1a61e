"""The print version that the reference cases carry, so that nobody raises it from memory.

`carried.json` says under which PRINT_VERSION the cases were printed last, and for each case a
digest of its history and one of the bytes of its documents. The histories of partners carry it in a
file of their own, which is like that one. One history that makes other bytes
under one version means that editions which are stored somewhere are no longer what the press
prints, and that no fingerprint tells.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from feeds.printing.fingerprint import PRINT_VERSION

FILE = Path(__file__).parent / "carried.json"


@dataclass(frozen=True, slots=True)
class CaseDigests:
    """Of one case: its history, and the bytes of all its documents."""

    history: str
    documents: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What a `carried.json` holds."""

    print_version: int
    cases: Mapping[str, CaseDigests]


def digests(fields: Mapping[str, Any], documents: Mapping[str, bytes]) -> CaseDigests:
    """The digests of a case with these fields, and with these documents by their names."""
    history = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    printed = hashlib.sha256()
    for name, document in sorted(documents.items()):
        printed.update(f"{name} {len(document)}\n".encode() + document)
    return CaseDigests(
        history=hashlib.sha256(history.encode()).hexdigest()[:16],
        documents=printed.hexdigest()[:16],
    )


def load(file: Path | None = None) -> Carried:
    fields = json.loads((file or FILE).read_text(encoding="utf-8"))
    cases = {name: CaseDigests(**both) for name, both in fields["cases"].items()}
    return Carried(fields["print_version"], cases)


def save(carried: Carried, file: Path | None = None) -> None:
    text = json.dumps(asdict(carried), indent=2, sort_keys=True)
    (file or FILE).write_text(f"{text}\n", encoding="utf-8")


def renewed(carried: Carried, printed: Mapping[str, CaseDigests]) -> Carried:
    """What the cases carry once these of them are printed anew.

    Raises ValueError if a history makes other bytes than before under the same version.
    """
    if carried.print_version != PRINT_VERSION:
        return Carried(PRINT_VERSION, printed)
    for name, now in printed.items():
        before = carried.cases.get(name)
        if before and before.history == now.history and before.documents != now.documents:
            raise ValueError(
                f"raise PRINT_VERSION first: {name} has other bytes, and editions that are stored"
                f" under version {PRINT_VERSION} would not be printed anew"
            )
    return Carried(PRINT_VERSION, {**carried.cases, **printed})
