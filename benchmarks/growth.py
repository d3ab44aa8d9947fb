"""How costs grow with the corpus: a plot, exponents, and extrapolations."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from math import exp, log
from pathlib import Path
from string import Template
from typing import Any

from tables import MEGA, OWN, WORDS, Figures, number, table

PAGE = Path(__file__).with_name("templates") / "growth.md"
# Below this size fixed costs hide the growth.
GROWN = 3_633
MILLION = 1_000_000

Points = list[tuple[int, float]]


def series(sizes: Mapping[int, Figures]) -> dict[str, Points]:
    """The measured series by name: the value at each size."""
    own = {size: engines[OWN] for size, engines in sizes.items() if OWN in engines}
    words = {size: engines[WORDS] for size, engines in sizes.items() if WORDS in engines}
    return {
        "index, s": [(n, found["index_seconds"]) for n, found in own.items()],
        "one post more, s": [(n, found["add_seconds"]) for n, found in own.items()],
        "words alone, p50 ms": [(n, f["modes"]["rank"]["p50"]) for n, f in words.items()],
        "full question, p50 ms": [(n, f["modes"]["full"]["p50"]) for n, f in own.items()],
        "steady memory, MB": [(n, found["memory"] / MEGA) for n, found in own.items()],
        "index, MB": [(n, found["index_bytes"] / MEGA) for n, found in own.items()],
    }


def exponent(sizes: Sequence[float], values: Sequence[float]) -> tuple[float, float]:
    """The ``a`` and ``b`` of values = a * sizes ** b, by least squares of the logarithms."""
    fit = statistics.linear_regression([log(s) for s in sizes], [log(v) for v in values])
    return exp(fit.intercept), fit.slope


def fits(points: Points) -> tuple[float, float]:
    """The exponent over all sizes, and over those where fixed costs do not hide it."""
    return _exponent(points), _exponent([p for p in points if p[0] >= GROWN])


def _exponent(points: Points) -> float:
    return exponent([n for n, _ in points], [value for _, value in points])[1]


def beyond(points: Points, size: int) -> float:
    """The value at a larger size, extrapolated linearly from the two largest measured.

    An exponent below 1 is not extrapolated: growth that becomes linear would be underestimated.
    """
    (before, lower), (largest, value) = sorted(points)[-2:]
    return value + max(0.0, (value - lower) / (largest - before)) * (size - largest)


def exponents(found: Mapping[str, Points]) -> str:
    """The table of figures by size, with their exponents."""
    sizes = [n for n, _ in next(iter(found.values()))]
    rows = []
    for name, points in found.items():
        whole, grown = fits(points)
        rows.append([name, *(number(value) for _, value in points), f"{whole:.2f}", f"{grown:.2f}"])
    return table(["", *(f"{n:,}" for n in sizes), "exponent", f"from {GROWN:,}"], rows)


def write(docs: Path, sizes: Mapping[int, Figures], machine: Mapping[str, Any]) -> None:
    """Write the plot and the page, if there are enough sizes."""
    found = series(sizes)
    if sum(n >= GROWN for n, _ in found["index, s"]) < 2:
        return
    plot(docs / "growth.svg", found)
    told = {
        "date": machine["date"],
        "table": exponents(found),
        **_estimates(found, "million", MILLION),
        **_estimates(found, "hundred", 100 * MILLION),
    }
    (docs / "growth.md").write_text(Template(PAGE.read_text("utf-8")).substitute(told), "utf-8")


def _estimates(found: Mapping[str, Points], name: str, size: int) -> dict[str, str]:
    seconds = beyond(found["index, s"], size)
    memory = beyond(found["steady memory, MB"], size) / 1000
    return {
        f"{name}_index": duration(seconds),
        f"{name}_add": duration(beyond(found["one post more, s"], size)),
        f"{name}_words": duration(beyond(found["words alone, p50 ms"], size) / 1000),
        f"{name}_full": duration(beyond(found["full question, p50 ms"], size) / 1000),
        f"{name}_memory": f"{memory:,.0f} GB",
        f"{name}_disk": f"{beyond(found['index, MB'], size) / 1000:,.0f} GB",
    }


def duration(seconds: float) -> str:
    """A time in a suitable unit."""
    for unit, least in (("days", 172_800), ("hours", 7_200), ("minutes", 120), ("s", 1)):
        if seconds >= least:
            divisor = {"days": 86_400, "hours": 3_600, "minutes": 60, "s": 1}[unit]
            return f"{number(seconds / divisor)} {unit}"
    return f"{number(seconds * 1000)} ms"


def plot(file: Path, found: Mapping[str, Sequence[tuple[int, float]]]) -> None:
    """Draw each series by the size, both axes logarithmic, with a line of linear growth."""
    import matplotlib

    matplotlib.use("svg")
    # The same figures must give the same file.
    matplotlib.rcParams.update({"svg.hashsalt": "growth", "svg.fonttype": "none"})
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5.5), layout="constrained")
    for marker, (name, points) in zip("osD^vP", found.items(), strict=True):
        grown = _exponent([p for p in points if p[0] >= GROWN])
        label = f"{name} (n^{grown:.2f})"
        axes.loglog([n for n, _ in points], [v for _, v in points], marker=marker, label=label)
    sizes = [n for n, _ in next(iter(found.values()))]
    linear = [0.001 * n for n in (sizes[0], sizes[-1])]
    axes.loglog((sizes[0], sizes[-1]), linear, linestyle=":", color="grey", label="linear")
    axes.set_xlabel("posts")
    axes.set_xticks(sizes, [f"{n:,}" for n in sizes], rotation=30)
    axes.minorticks_off()
    axes.grid(visible=True, alpha=0.3)
    figure.legend(loc="outside lower center", fontsize="small", ncols=4)
    figure.savefig(file, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
