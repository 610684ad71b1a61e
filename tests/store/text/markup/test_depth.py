"""HTML that nests too deep is refused at once."""

import pytest

from store.errors import Refused
from tests.store.text.markup.cleaning import cleaned

DEEP = {
    "elements": "<div>" * 100_000,
    "elements whose ends stand in comments": "<div><!-- </div> -->" * 25_000,
    "elements whose ends stand in quotes": '<div title="</div>">' * 25_000,
    "elements whose ends stand in styles": "<div><style></div></style>" * 20_000,
    "marks that a table hides the ends of": "<b><table><td></b></table>" * 20_000,
}


@pytest.mark.parametrize("html", DEEP.values(), ids=DEEP.keys())
def test_html_that_nests_too_deep_is_refused_before_it_is_parsed(html: str) -> None:
    with pytest.raises(Refused, match="nested deeper than 256 elements") as refused:
        cleaned(html)
    assert refused.value.offset is not None
    assert 0 < refused.value.offset < 10_000
