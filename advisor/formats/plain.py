"""Bare text, as it is copied from a web article: no markup, only lines.

What a line is, is told from what stands around it: a heading has text below it, a menu has not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from advisor.formats.columns import find_stacks
from advisor.formats.extract import Element, Extract, is_titled
from advisor.formats.noise import SMALL_SHARE, heads_contents, heads_links, is_noise, without_noise
from advisor.formats.outline import PART, introduces, is_member, shares_label, with_levels
from advisor.formats.units import ENDED, NUMBER, Unit, read_units

_TITLE = re.compile(r"(?i)\b(?:how to become|becoming an?|career guide|guide to|how to be an?)\b")
_LABELLED = re.compile(r"[A-Z][^:.!?]{1,50}: \S")
_FRONT_MATTER = re.compile(r"---\n((?:(?:[a-z_]+:|[ \t]|- ).*\n|\n)+)---\n")
_SITE = re.compile(r"\s\|\s[^|]{1,40}$")
MENU = 3
"""More bare lines on end are no headings: each heading has its text."""
ITEM_WORDS = 20
"""A longer line is no item of a list without bullets."""
HEADING_REST = 8
"""A line that leads to others has fewer words after its first."""
ITEM_SENTENCE = 4
"""One of more words, most of them in small letters, is written like a sentence."""
OPENING = 40
"""The title is looked for among so many units."""


def read_plain(source: str) -> Extract:
    """The elements of a bare text with lines ended by newlines; each is a slice of the source."""
    front = _FRONT_MATTER.match(source)
    before = source[: front.end()] if front else ""
    text = "\n" * before.count("\n") + source[len(before) :]
    units = [unit for unit in read_units(text) if unit.kind == "row" or not is_noise(unit.text)]
    lines = text.strip().split("\n")
    dense = sum(not line.strip() for line in lines) < len(lines) / 10  # few blank lines between
    settled = _settle(_from_title(_without_contents(units)), dense)
    elements = without_noise(with_levels(_elements(settled, text.split("\n"))))
    titled = is_titled(elements) and elements[0].kind == "heading"
    return Extract(source, tuple(elements), titled=titled, front_matter=front[1] if front else "")


def _without_contents(units: list[Unit]) -> list[Unit]:
    """The units without a table of contents: bare lines on end that come again as headings."""
    last = {_key(unit.text): number for number, unit in enumerate(units) if unit.kind == "bare"}
    kept: list[Unit] = []
    for run, start in _runs(units, ("bare", "bullet")):
        end = start + len(run)
        again = [n for n, unit in enumerate(run) if last.get(_key(unit.text), -1) >= end]
        heading = next((n for n, unit in enumerate(run) if heads_contents(unit.text)), None)
        if heading is not None:
            goes_on = run[-1].kind == "bare" and run[-1].apart and len(run) - 1 not in again
            run = run[:heading] + (run[-1:] if goes_on and len(run) > heading + 1 else [])
        elif len(again) >= MENU and run[again[0]].kind == "bare":
            run = run[: again[0]] + run[again[-1] + 1 :]
        kept += run
    return kept


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"^\W*\d+[.)]\s+", "", text).lower()))


def _runs(units: Sequence[Unit], kinds: tuple[str, ...]) -> Iterator[tuple[list[Unit], int]]:
    """The units in order, those of some kinds as they stand together, each run with its start."""
    start = 0
    for together, group in groupby(units, lambda unit: unit.kind in kinds):
        for run in [list(group)] if together else [[unit] for unit in group]:
            yield run, start
            start += len(run)


def _from_title(units: list[Unit]) -> list[Unit]:
    """From the title on: what stands before it is a site's own."""
    bare = [number for number, unit in enumerate(units[:OPENING]) if unit.kind == "bare"]
    named = [number for number in bare if _TITLE.search(units[number].text)]
    small = SMALL_SHARE * sum(len(unit.text) for unit in units)
    if named and sum(len(unit.text) for unit in units[: named[0]]) <= small:
        return units[named[0] :]
    menu = next((n for n, unit in enumerate(units) if unit.kind != "bare"), len(units))
    if menu <= MENU:
        return units
    return units[max(range(menu), key=lambda number: len(units[number].text)) :]


def _settle(units: list[Unit], dense: bool) -> list[Unit]:
    """Bare lines become headings or items of a list, or are left out."""
    settled: list[Unit] = []
    units = _stacked_rows(units)
    _numbered_items(units)
    for run, start in _runs(_list_items(units, dense), ("bare",)):
        if run[0].kind == "bare":
            at_end = start + len(run) == len(units)
            settled += _headings(run, at_start=not settled, at_end=at_end)
        elif settled and not dense and _joins(settled[-1], run[0]):
            settled[-1].last = run[0].last
        else:
            settled += run
    return settled


def _joins(above: Unit, unit: Unit) -> bool:
    """Whether two lines of sentences, right below each other, are one paragraph."""
    adjacent = not unit.apart and above.last + 1 == unit.first
    return adjacent and above.kind == unit.kind == "text" and ENDED.search(above.text) is not None


def _stacked_rows(units: list[Unit]) -> list[Unit]:
    """The units with rows for the cells of a table that were copied one below the other."""
    texts = [unit.text if unit.kind in ("bare", "text") else "" for unit in units]
    done, found = 0, []
    for stack in find_stacks(texts):
        found += units[done : stack.start]
        for row in range(stack.height):
            start = stack.start + row * stack.width
            cells = units[start : start + stack.width]
            found.append(
                Unit(
                    "row", cells[0].first, cells[-1].last, "", cells[0].apart,
                    tuple(" ".join(cell.text.split()) for cell in cells), opens=row == 0,
                )
            )  # fmt: skip
        done = stack.start + stack.height * stack.width
    return found + units[done:]


def _numbered_items(units: list[Unit]) -> None:
    """Numbered lines right after each other are a list; with text between, they are headings."""
    expected = 1
    for above, unit in pairwise([None, *units]):
        assert unit
        number = NUMBER.match(unit.text) if unit.kind in ("text", "bare") else None
        if not number or int(number[1]) != expected:
            expected = 1 + (number is not None and number[1] == "1")
            continue
        for one in (above, unit):
            if expected > 1 and one and one.kind != "bullet":
                one.kind, one.opens = "bullet", expected == 2 and one is above
                one.text = NUMBER.sub("", one.text, count=1)
        expected += 1


def _list_items(units: list[Unit], dense: bool) -> list[Unit]:
    """The units with bullets for lines that lost theirs: short ones after a colon."""
    for number, unit in enumerate(units):
        if unit.kind == "text" and unit.text.endswith(":"):
            items = _items_after(units, number, dense)
            for place, item in enumerate(items):
                item.kind, item.opens = "bullet", place == 0
    return units


def _items_after(units: list[Unit], lead: int, dense: bool) -> list[Unit]:
    end = lead + 1
    while end < len(units) and _may_be_item(units[end]):
        end += 1
    items = units[lead + 1 : end]
    apart = next((n for n, unit in enumerate(items[1:], 1) if unit.apart), len(items))
    in_block = len(items) > 1 and not items[1].apart
    if in_block and not dense:  # what stands apart from the items is a heading again
        return items[:apart]
    followed = end < len(units) and bool(items) and items[-1].kind == "bare"
    return items[:-1] if followed and not _reads_as_item(items[-1].text) else items


def _reads_as_item(text: str) -> bool:
    """Whether a line after items is one more, although there is text below it: it is written like
    a sentence, or ends in a figure.
    """
    _, *others = text.split()
    low = sum(word[0].islower() for word in others)
    written = len(others) >= ITEM_SENTENCE and low > len(others) / 2
    heading = introduces(text) and len(others) < HEADING_REST
    return not heading and (written or text[-1].isdigit() or text.endswith("%"))


def _may_be_item(unit: Unit) -> bool:
    if unit.kind == "bare":
        return not is_member(unit.text) and not unit.text.endswith("?")
    if unit.kind != "text" or unit.first != unit.last:
        return False
    if _LABELLED.match(unit.text):
        return True
    return len(unit.text.split()) <= ITEM_WORDS and not ENDED.search(unit.text)


def _headings(run: list[Unit], at_start: bool, at_end: bool) -> Iterable[Unit]:
    """What bare lines on end are: only the last has text below it; others may lead to it."""
    if at_end:
        return []
    links = next((n for n, unit in enumerate(run) if heads_links(unit.text)), None)
    if links is not None:
        run = [*run[:links], *run[links + 1 :][-1:]]
    listed = run[2:-1] if at_start else run[1:-1]
    plain = not any(is_member(unit.text) or unit.text.endswith("?") for unit in listed)
    for place, unit in enumerate(run):
        following = run[place + 1].text if place + 1 < len(run) else ""
        leads = introduces(unit.text) or unit.loud or unit.text.endswith("?")
        leads = leads or following.endswith("?") or shares_label(unit.text, following)
        alone = place < len(run) - 1 and not leads and not (at_start and place == 0)
        unit.kind = "text" if alone else "heading"
    if len(listed) >= MENU - 1 and plain:
        for place, unit in enumerate(listed):
            unit.kind, unit.opens = "bullet", place == 0
    return run


def _elements(units: Iterable[Unit], lines: Sequence[str]) -> Iterator[Element]:
    first = True
    for unit in units:
        span = (unit.first + 1, unit.last + 1)
        text = "\n".join(lines[unit.first : unit.last + 1]).strip()
        if unit.kind == "heading":
            title = _SITE.sub("", unit.text) if first else ""
            yield Element("heading", unit.text, span, PART if unit.loud else 0, title)
            first = False
        elif unit.kind == "bullet":
            yield Element("bullet", unit.text, span, opens=unit.opens)
        elif unit.kind == "row":
            yield Element("row", text, span, cells=unit.cells, opens=unit.opens)
        else:
            yield Element("paragraph", text, span)
