"""Limits of input: how large, how many and how deep what others send may be."""

from datetime import timedelta

# Text
COMBINING_MARKS_LIMIT = 30  # combining marks in a row (UAX #15, section 13)
URI_LIMIT = 2_048  # characters of an address as an ASCII URI
GUID_LIMIT = 1_800  # an index row of PostgreSQL, 2,704 bytes, holds it beside the longest feed key
DATE_LIMIT = 200  # characters of a date in any form
HTTP_DATE_LIMIT = 60  # characters of a date in a header

# HTML
HTML_LIMIT = 1_000_000  # characters of a body, before and after it is cleaned
HTML_DEPTH_LIMIT = 256  # elements within each other; fewer tags than that are not even counted

# What is read in a process that can be ended
LARGE_BODY = 50_000  # characters: even one call that looks for a sign takes an instant
LONG_FRONT_MATTER = 2_000  # characters: YAML takes the square of brackets within each other
MARKS_LIMIT = 7_000  # signs that mean something in HTML or Markdown, each up to 0.1 ms of CPU
RUN_SECONDS = 20.0  # of CPU for all such texts of one request, file or poll
SECONDS_OF_HEAVY_TEXT = 0.5  # that each of them brings beside, since an archive holds thousands

# Files and answers
TEXT_FILE_LIMIT = 5_000_000  # bytes: the longest body, four bytes a letter, and what is above it
FRONT_MATTER_LIMIT = 64_000  # characters above a text
JSON_LINE_LIMIT = 16_000_000  # bytes of one record of NDJSON
JSON_DOCUMENT_LIMIT = 64_000_000  # bytes of an array, or of an object over several lines
JSON_DEPTH_LIMIT = 32  # arrays and objects within each other
JSON_DIGITS_LIMIT = 20  # of a whole number
JSON_MARKS_LIMIT = 400_000  # brackets and commas of one value, each up to 2 µs of CPU
JSON_HEAVY = 50_000  # of these in what is sent: more are read in a process of their own
ANSWER_LIMIT = 5_000_000  # bytes that an ingested address may answer
FEED_FILE_LIMIT = 16_000_000  # bytes
FEED_TEXT_LIMIT = 64_000_000  # characters of all entries, once relative addresses are absolute
PAGE_LIMIT = 5_000_000  # bytes

# Feeds
FEED_DEPTH_LIMIT = 1_000  # elements within each other
FEED_ELEMENT_LIMIT = 500_000
FEED_ENTRIES_HEARD = 10_000  # of which ENTRY_LIMIT are read; each takes 0.5 ms of CPU
FEED_ATTRIBUTE_LIMIT = 1_000  # of one element: feedparser takes the square of their number
FEED_NAMESPACE_LIMIT = 100
ALT_LIMIT = 1_000  # characters that describe a picture

# WordPress
FORM_FIELDS_LIMIT = 1_000  # of a webhook
FORM_HEAVY = 500_000  # escapes of a form that is read here, each 0.5 µs of CPU
EXPORT_ITEM_LIMIT = 8_000_000  # characters of one item, and bytes of one tag
EXPORT_PIECE_LIMIT = 16_000_000  # characters of one item with its readers' comments
EXPORT_MENDED_LIMIT = 2_000_000  # characters of one item that is mended, each up to 2 µs of CPU
EXPORT_FAULTS_LIMIT = 10_000  # items that cannot be read, each 0.1 ms of CPU
EXPORT_DEPTH_LIMIT = 20  # elements within each other
EXPORT_NAMES_LIMIT = 2_000  # names of elements and attributes: expat keeps each for ever
EXPORT_AUTHORS_LIMIT = 10_000
EXPORT_CATEGORIES_LIMIT = 10_000
PICTURES_LIMIT = 150_000_000  # bytes of the table of pictures, which is held while posts are read

# Records
ENTRY_LIMIT = 2_000  # entries of one feed
DELETION_LIMIT = 10_000  # withdrawals of one feed, each 30 µs of CPU where it means nothing
NUMBER_LIMIT = 2**53 - 1  # what every reader of JSON can hold exactly

# Quarantine
REFUSALS_SAID = 20  # of one run, each with its place; quarantine has them all
IDS_SAID = 1_000  # of records of which a part was not taken, for each reason
REASONS_LIMIT = 20  # kinds of refusals that are counted aloud, the most common
KINDS_LIMIT = 1_000  # kinds of refusals that are told apart in one run
PACKED_DRAFT_LIMIT = 2_000_000  # characters of JSON: of a longer draft only the refusal is held

# Drafts
TITLE_LIMIT = 1_000  # characters of a title, and of other texts of one line
NAME_LIMIT = 200  # characters of the name of an author, section, tag or source
SOURCE_ID_LIMIT = 2_048  # bytes of an id as its source spells it
SUMMARY_LIMIT = 64_000  # characters
NOTICE_LIMIT = 5_000  # characters of the words that stand in the place of a withdrawn article
BATCH_TEXT_LIMIT = 16_000_000  # characters of all bodies and summaries of one transaction
LIST_LIMIT = 100  # entries of any list
LOOKED_AT_LIMIT = 1_000  # entries of a list whose types are looked at, before it is refused
PIXELS_LIMIT = 100_000  # of a side of a picture
LENGTH_LIMIT = 2**53  # bytes of attached media: beyond it, JSON numbers are not exact
FUTURE_LIMIT = timedelta(days=365)  # how far a date of publication may lie ahead

# The same story of two sources
STORIES_COMPARED = 20  # of one title, with one draft: those nearest to it in time
STORIES_BYTES = 400_000  # of their bodies, the first aside: else reading them takes long
STORIES_KNOWN = 10_000  # of all titles of a batch, the newest, of which these are chosen
COMPARED_TEXT = 20_000  # characters of a body, from its beginning; news has a tenth of it
LATE_TEXTS = 100  # compared in one transaction, of stories that came since they were looked for

# Which article a draft is
ALIKE_KNOWN = 10_000  # articles of the titles and moments of a batch
KEYS_MET = 100_000  # of the documents of a run, that are remembered: 20 MB

# What is read again under the lock
LATE_BODIES = 4_000_000  # bytes of all articles that changed since they were looked at, 50 ms

# Polls
ACCEPT_ENCODING_LIMIT = 1_000  # characters; whoever sends more gets identity
A_IM_LIMIT = 1_000  # characters; whoever sends more gets no deltas
TAGS_LIMIT = 50  # editions of which a client may ask for a delta at once
ACCEPT_LANGUAGE_LIMIT = 1_000  # characters; whoever sends more is answered in English
SECTION_NAME_LIMIT = 1_000  # characters of an address that may name a section
USER_AGENT_LIMIT = 100  # characters that are looked at

# Search
SEARCHED_WORDS = 10_000  # of a text; PostgreSQL knows 16,383 places
SEARCHED_CHARACTERS = 80_000  # of a text, each word of which may take 15 µs of CPU
SEARCHED_LETTERS = 250_000  # of its keys: PostgreSQL holds 1 MB, and a ligature may be 18 letters
SEARCHED_TIMES = 255  # that one word of a text is noted; PostgreSQL notes no more
SEARCH_DEPTH = 1_000  # articles of an answer, on all its pages
QUERY_LIMIT = 200  # characters of a question
QUERY_WORDS_LIMIT = 12

# Requests
REQUEST_BODY_LIMIT = 64_000  # bytes: nothing but the API takes bodies
API_BODY_LIMIT = 16_000_000  # bytes of an article or a list of articles
API_PAGE_LIMIT = 100  # entries of a list that may be asked for at once

# Wires
WIRE_ANSWER_LIMIT = 16_000_000  # bytes of what a server answers
WORDPRESS_PAGES = 10_000  # pages of posts in one poll
FILE_NAME_LIMIT = 2_000  # bytes of a path below a folder: an index row of PostgreSQL holds it
