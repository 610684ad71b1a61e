"""Limits of input: how large, how many and how deep what others send may be."""

# Quarantine
PACKED_DRAFT_LIMIT = 2_000_000  # characters of JSON: of a longer draft only the refusal is held
