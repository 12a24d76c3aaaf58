#!/usr/bin/env python3
"""Draws regret curves as one SVG, from the CSV files of bench/regret and bench/recorded/optuna_regret.py.

    build/release/bench/regret --trials 10,20,30,50,70,100,150,200,300 --csv regret.csv --methods random,tpe,gp
    bench/recorded/curves.py regret.csv --out docs/experiments/regret.svg

A point is the mean over searches, a band its 95 % interval; trials on a logarithmic axis.
"""
import argparse
import collections
import csv
import math
import statistics

WIDTH, HEIGHT, LEFT, TOP, GAP, LEGEND = 340, 230, 46, 34, 50, 24
COLOURS = ["#78828c", "#0a6c6c", "#a83c26", "#8a5a00", "#5b3fa0", "#2f6fb0", "#3c8a2e", "#b0327a", "#444444"]


def read(paths):
    """{table: {method: {trials: [regret, ...]}}}, regrets in points."""
    found = collections.defaultdict(lambda: collections.defaultdict(lambda: collections.defaultdict(list)))
    for path in paths:
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                found[row["problem"]][row["method"]][int(row["trials"])].append(100 * float(row["regret"]))
    return found


def half_interval(values):
    return 1.96 * statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else 0.0


def panel(table, methods, colours, left):
    marks = sorted({trials for curve in methods.values() for trials in curve})
    top = max(statistics.mean(values) for curve in methods.values() for values in curve.values()) * 1.05

    def x(trials):
        span = math.log(marks[-1] / marks[0]) or 1.0
        return left + WIDTH * math.log(trials / marks[0]) / span

    def y(regret):
        return TOP + HEIGHT * (1 - min(max(regret, 0.0), top) / top)

    out = [f'<text class="title" x="{left}" y="{TOP - 14}">{table}: points below the best policy</text>']
    step = next(size for size in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20) if top / size <= 7)
    for number in range(int(top / step) + 1):
        at = y(number * step)
        out.append(f'<line class="grid" x1="{left}" x2="{left + WIDTH}" y1="{at:.1f}" y2="{at:.1f}"/>')
        out.append(f'<text class="tick" x="{left - 6}" y="{at + 4:.1f}" text-anchor="end">{number * step:g}</text>')
    for trials in marks:
        out.append(f'<text class="tick" x="{x(trials):.1f}" y="{TOP + HEIGHT + 16}" text-anchor="middle">{trials}</text>')
    for name, curve in methods.items():
        points = [(x(trials), statistics.mean(values), half_interval(values)) for trials, values in sorted(curve.items())]
        band = [f"{at:.1f},{y(mean + half):.1f}" for at, mean, half in points]
        band += [f"{at:.1f},{y(mean - half):.1f}" for at, mean, half in reversed(points)]
        line = " ".join(f"{at:.1f},{y(mean):.1f}" for at, mean, _ in points)
        out.append(f'<polygon points="{" ".join(band)}" fill="{colours[name]}" fill-opacity="0.10"/>')
        out.append(f'<polyline points="{line}" fill="none" stroke="{colours[name]}" stroke-width="1.8"/>')
    return out


def drawing(found):
    names = sorted({name for methods in found.values() for name in methods}, key=lambda name: (name != "random", name))
    colours = {name: COLOURS[i % len(COLOURS)] for i, name in enumerate(names)}
    width = LEFT + len(found) * (WIDTH + GAP)
    height = TOP + HEIGHT + 30 + LEGEND
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
           "<style>text{font:12px system-ui,sans-serif;fill:#444}.title{font-weight:600}.grid{stroke:#e4e1d9}"
           "rect{fill:#fff}</style>", f'<rect width="{width}" height="{height}"/>']
    for i, (table, methods) in enumerate(found.items()):
        out += panel(table, methods, colours, LEFT + i * (WIDTH + GAP))
    at = LEFT
    for name in names:
        y = height - 10
        out.append(f'<line x1="{at}" x2="{at + 18}" y1="{y - 4}" y2="{y - 4}" stroke="{colours[name]}" stroke-width="2.5"/>')
        out.append(f'<text x="{at + 23}" y="{y}">{name}</text>')
        at += 38 + 7 * len(name)
    return "\n".join(out + ["</svg>", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv", nargs="+", help="files of bench/regret --csv or optuna_regret.py")
    parser.add_argument("--out", required=True, help="the SVG to write")
    arguments = parser.parse_args()
    with open(arguments.out, "w", encoding="utf-8") as file:
        file.write(drawing(read(arguments.csv)))


if __name__ == "__main__":
    main()
