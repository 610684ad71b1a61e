"""Texts as editors type them, and how tests read them."""

import io

from store.draft import Draft
from store.errors import Refused
from store.sources.articletext import textfile as text
from store.sources.file import File

SENTENCE = "وصل الوفد إلى المدينة صباح اليوم في زيارة تستمر ثلاثة أيام."


LONG = (
    "وقال المتحدث إن اللقاء تناول ملفات التعاون في الطاقة والنقل والمياه والتعليم والصحة بين"
    " البلدين"
)


CREDITS = [
    "The post خبر appeared first on جريدة المثال.",
    "ظهرت المقالة خبر أولاً على جريدة المثال.",
    "ظهرت المقالة خبر أولًا على جريدة المثال",
]


FRONT = """---
id: politics-7
title: عنوان
author: منى
section: سياسة
tags: [قمة, مياه]
date: 2026-11-08
image:
  url: /a.jpg
  width: 780
summary:
correction: yes
---
"""


def read(data: bytes | str, name: str = "خبر.txt") -> Draft | Refused:
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    (found,) = text.read(File(stream, name, f"politics/{name}", "politics"))
    return found


def draft(data: bytes | str, name: str = "خبر.txt") -> Draft:
    found = read(data, name)
    assert isinstance(found, Draft), found
    return found


def refused(data: bytes | str) -> Refused:
    found = read(data)
    assert isinstance(found, Refused)
    assert found.place.file == "خبر.txt"
    return found


def body(*lines: str) -> str:
    """The HTML of a bare body of these lines."""
    return draft("\n".join(["عنوان الخبر", *lines])).html or ""
