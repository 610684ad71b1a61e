"""What is known of partners, in lines for people. Pure."""

from collections.abc import Iterator
from datetime import datetime

from ..article_fields import Fields


def last_fetch_line(head: Fields) -> str:
    """A partner's last fetch."""
    last = head["last_fetch"]
    if last is None:
        return "has fetched nothing within 90 days"
    about = f"last fetch {_moment(last['at'])}, {last['format']}, {last['agent'] or 'no name'}"
    return about if head["current"] else f"{about}; there is a newer edition"


def ledger_line(item: Fields) -> str:
    """An article in a list of a partner: what is said of it, its id and its title."""
    parts = [f"revision {item['revision']}"]
    if item["at"]:
        parts.append(_change(item))
    if item["demands"]:
        parts.append(", ".join(item["demands"]))
    if item["had"] is not None:
        parts.append(f"it had {item['had']}")
    if item["fetched_at"] or item["at"]:
        parts.append(_since(item))
    return f"{', '.join(parts)}  {item['id']}  {item['title']}"


def article_line(slug: str, fields: Fields) -> str:
    """What a partner has of an article."""
    return f"partner {slug}: {'; '.join(_of_article(fields))}"


def _of_article(fields: Fields) -> Iterator[str]:
    yield _held(fields)
    if fields["pending"] and fields["revision"] is not None:
        yield "has not fetched what its feed shows now"
    if fields["left_out"]:
        yield f"left out of its feed: {', '.join(fields['left_out'])}"
    for name in ("correction", "withdrawal"):
        change = fields[name]
        if change:
            yield f"{_change(change)}, {_since(change)}"


def _held(fields: Fields) -> str:
    """What the partner holds; what it was told to take down it only had."""
    withdrawal = fields["withdrawal"]
    if withdrawal and withdrawal["fetched_at"]:
        had = withdrawal["had"]
        return "had not fetched it" if had is None else f"had revision {had}"
    if fields["revision"] is None:
        return "has not fetched it"
    return f"has revision {fields['revision']}, fetched {_moment(fields['fetched_at'])}"


def _change(change: Fields) -> str:
    """A correction or a withdrawal, and when it was made."""
    return f"{change['reason'] or 'corrected'} {_moment(change['at'])}"


def _since(change: Fields) -> str:
    """Whether it was fetched since, and when first."""
    if change["fetched_at"]:
        return f"fetched {_moment(change['fetched_at'])}"
    return "not fetched since"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
