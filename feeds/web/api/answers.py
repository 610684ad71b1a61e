"""Answers of the API: what was decided, as shapes of `schemas.py` and a status."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from store import Change, Kind, Outcome, Refused

from . import schemas


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """A document that is answered, and its status."""

    text: str
    status: int


def answer(model: BaseModel, status: int = 200) -> JsonAnswer:
    """The answer of one shape."""
    return JsonAnswer(model.model_dump_json(), status)


def one_outcome(outcomes: Sequence[Outcome]) -> JsonAnswer:
    """What became of a single record; raises its refusal, which is a problem."""
    (outcome,) = outcomes
    if outcome.refused:
        raise outcome.refused
    return all_outcomes(outcomes)


def all_outcomes(outcomes: Sequence[Outcome]) -> JsonAnswer:
    """What became of each record of a list, in their order."""
    decisions = [_decision(outcome) for outcome in outcomes]
    return answer(schemas.Decisions(items=decisions), _status(outcomes))


def change_made(change: Change) -> JsonAnswer:
    """What an editor's verb did to an article."""
    article = change.kept.article
    decision = schemas.Decision(
        decision=change.kind,
        id=article.id,
        source_id=article.source_id,
        feeds=list(change.feeds),
    )
    return answer(decision)


def refusal(refused: Refused) -> schemas.Refusal:
    """Why a draft was refused."""
    return schemas.Refusal(**refused.members)


def _decision(outcome: Outcome) -> schemas.Decision:
    return schemas.Decision(
        decision=outcome.kind,
        id=outcome.id,
        source_id=outcome.source_id,
        feeds=list(outcome.feeds),
        left_out=outcome.state,
        recalled=outcome.recalled,
        refused=refusal(outcome.refused) if outcome.refused else None,
        remarks=[refusal(remark) for remark in outcome.remarks],
    )


def _status(outcomes: Sequence[Outcome]) -> int:
    """207 where something was refused, 201 where something is new, else 200."""
    kinds = {outcome.kind for outcome in outcomes}
    if Kind.QUARANTINED in kinds:
        return 207
    if Kind.NEW in kinds:
        return 201
    return 200
