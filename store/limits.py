"""Limits of input: how large, how many and how deep what others send may be."""

# Text
URI_LIMIT = 2_048  # characters of an address as an ASCII URI
GUID_LIMIT = 1_800  # an index row of PostgreSQL, 2,704 bytes, holds it beside the longest feed key
DATE_LIMIT = 200  # characters of a date in any form
HTTP_DATE_LIMIT = 60  # characters of a date in a header

# HTML
HTML_LIMIT = 1_000_000  # characters of a body, before and after it is cleaned
HTML_DEPTH_LIMIT = 256  # elements within each other; fewer tags than that are not even counted

# Files and answers
TEXT_FILE_LIMIT = 16_000_000  # bytes

# Records
ENTRY_LIMIT = 2_000  # entries of one feed
NUMBER_LIMIT = 2**53 - 1  # what every reader of JSON can hold exactly

# Quarantine
PACKED_DRAFT_LIMIT = 2_000_000  # characters of JSON: of a longer draft only the refusal is held
