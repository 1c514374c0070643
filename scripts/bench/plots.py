"""Figures as bar charts. The only module that needs matplotlib (group `plots`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl  # type: ignore[import-not-found, unused-ignore]

mpl.use("Agg")  # files only: no display is needed, and none is looked for

from matplotlib import pyplot as plt  # type: ignore[import-not-found, unused-ignore]

if TYPE_CHECKING:
    from pathlib import Path

    from .report import Figure


def draw(folder: Path, subject: str, figure: Figure) -> str:
    """Draw one figure into `folder`; the name of the file."""
    from .pages import plot_name

    names = list(figure.sides)
    values = [figure.sides[name] for name in names]
    drawing, axes = plt.subplots(figsize=(8, 0.9 + 0.42 * len(names)))
    colours = ["#c44e52" if name.startswith(subject) else "#4c72b0" for name in names]
    bars = axes.barh(names, values, color=colours)
    axes.bar_label(bars, labels=[f"{value:.4g}" for value in values], padding=3)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_xlabel(figure.unit)
    axes.set_title(f"{subject}: {figure.title}", fontsize=10)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    name = plot_name(subject, figure)
    drawing.savefig(folder / name, dpi=110, bbox_inches="tight")
    plt.close(drawing)
    return name
