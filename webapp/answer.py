"""A page and its JSON twin must say the same; both take their answer from here."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from search.results import Results
from webapp.address import Address
from webapp.catalog import engine


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of the results at an address; ``pages`` counts from 1 even when there are none."""

    address: Address
    results: Results
    pages: int

    @property
    def window(self) -> tuple[int | None, ...]:
        """The numbers a reader is offered: first, last and those near; ``None`` for a gap."""
        near = {1, self.pages} | {
            number
            for number in range(self.address.page - 1, self.address.page + 2)
            if 1 <= number <= self.pages
        }
        numbers: list[int | None] = []
        for number in sorted(near):
            last = numbers[-1] if numbers else 0
            if last is not None and number - last == 2:
                numbers.append(number - 1)
            elif last is not None and number - last > 2:
                numbers.append(None)
            numbers.append(number)
        return tuple(numbers)

    @property
    def previous(self) -> Address | None:
        """The page before this one."""
        return self.address.at(self.address.page - 1) if self.address.page > 1 else None

    @property
    def next(self) -> Address | None:
        """The page after this one."""
        return self.address.at(self.address.page + 1) if self.address.page < self.pages else None


def answer(address: Address) -> Answer:
    """The answer at an address; a page behind the last one is answered with the last."""
    size: int = current_app.config["POSTS_PER_PAGE"]
    found = _search(address, size)
    pages = max(1, -(-found.total // size))
    if address.page > pages:
        address = address.at(pages)
        found = _search(address, size)
    return Answer(address, found, pages)


def _search(address: Address, size: int) -> Results:
    return engine().search(
        address.question,
        limit=size,
        offset=(address.page - 1) * size,
        sort=address.sort,
        expand=address.expand,
        off=address.off,
    )
