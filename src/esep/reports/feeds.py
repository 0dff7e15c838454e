# SPDX-License-Identifier: MIT
"""Calendar (RFC 5545) and feed (RFC 4287) files: what must be done by when, and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

_LINE = 73  # octets of a content line before it must be folded (RFC 5545, 3.1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a calendar or of a feed; `key` is the same for the same thing for ever.

    `url` is the page that tells more, if there is one.
    """

    key: str
    on: date
    title: str
    text: str
    url: str = ""


def ics(entries: Iterable[Entry], name: str, on: date) -> str:
    """An iCalendar file of whole-day events."""
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Esep//Esep//EN",
        f"X-WR-CALNAME:{_ics(name)}",
    )
    lines = [*head, *(line for one in entries for line in _event(one, on)), "END:VCALENDAR"]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(one: Entry, on: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(NAMESPACE_URL, one.key)}"
    yield f"DTSTAMP:{on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_ics(one.title)}"
    yield f"DESCRIPTION:{_ics(one.text)}"
    if one.url:
        yield f"URL:{one.url}"
    yield "END:VEVENT"


def _ics(text: str) -> str:
    for char in "\\;,":
        text = text.replace(char, "\\" + char)
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of whole characters, each after the first led by a space."""
    data, start, room = line.encode(), 0, _LINE
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # within a character (RFC 3629, 3)
            end -= 1
        yield " " * bool(start) + data[start:end].decode()
        start, room = end, _LINE - 1
    yield " " * bool(start) + data[start:].decode()


def atom(entries: Iterable[Entry], name: str, lang: str, on: date, own: str = "") -> str:
    """An Atom feed, newest first; `own` is the address it is published at."""
    found = sorted(entries, key=lambda one: (one.on, one.key), reverse=True)
    updated = max((one.on for one in found), default=on)
    body = "".join(map(_atom, found))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{lang}">\n'
        f"  <id>{escape(own) or uuid5(NAMESPACE_URL, f'esep:{name}').urn}</id>\n"
        + (f'  <link rel="self" href={quoteattr(own)}/>\n' if own else "")
        + f"  <title>{escape(name)}</title>\n  <updated>{updated}T00:00:00+05:00</updated>\n"
        f"  <author><name>Esep</name></author>\n{body}</feed>\n"
    )


def _atom(one: Entry) -> str:
    return (
        f"  <entry>\n    <id>urn:uuid:{uuid5(NAMESPACE_URL, one.key)}</id>\n"
        f"    <title>{escape(one.title)}</title>\n    <updated>{one.on}T00:00:00+05:00</updated>\n"
        + (f"    <link href={quoteattr(one.url)}/>\n" if one.url else "")
        + f"    <summary>{escape(one.text)}</summary>\n  </entry>\n"
    )
