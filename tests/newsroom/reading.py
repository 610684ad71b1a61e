"""One file taken in through the public face of the store: what it became, and what was said."""

from dataclasses import dataclass, field
from pathlib import Path

from store import Article, Kind, ingest, read_drafts
from store.text.markup.read import plain
from tests.room import Room


@dataclass
class Taken:
    """What a file became: articles as they are kept, reasons of refusals, and of what is left out.

    `remarks` say what of an article could not be taken.

    It stands for its one article: `taken.article`, `taken.text`, `taken.authors`.
    """

    articles: list[Article] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def article(self) -> Article:
        """The one article that was kept, and nothing was refused."""
        assert not self.refusals + self.left_out, self
        (article,) = self.articles
        return article

    @property
    def refusal(self) -> str:
        """The one reason of a refusal, where nothing was kept."""
        assert not self.articles, self
        (reason,) = self.refusals
        return reason

    @property
    def text(self) -> str:
        """The words of its article in one line."""
        return " ".join(plain(self.article.html).split())

    @property
    def authors(self) -> list[str]:
        """The names of the authors of its article."""
        return [author.name for author in self.article.authors]


def take(room: Room, folder: Path, name: str, data: str | bytes) -> Taken:
    """Ingest a file of this name below a folder."""
    path = folder / "news" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    taken = Taken()
    for batch in ingest(read_drafts([path]), room.intake):
        for outcome in batch:
            if outcome.kind is Kind.OMITTED:
                taken.left_out.append(str(outcome.state))
            elif outcome.refused:
                taken.refusals.append(str(outcome.refused))
            else:
                taken.remarks += [remark.reason for remark in outcome.remarks]
                taken.articles.append(room.kept(str(outcome.id)).article)
    return taken
