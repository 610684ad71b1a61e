"""HTML: clean() is the only maker of SafeHtml."""

from typing import NewType

SafeHtml = NewType("SafeHtml", str)
