"""Credit lines that content systems put below an article."""

import re

CREDIT = re.compile(
    r"The post .+ appeared first on .+|ظهرت? المقال[ةه]? .+ أولا?[ًا]{1,2} (?:على|في) .+"
)
