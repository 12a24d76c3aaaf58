#!/usr/bin/env python3
"""variegate beside other augmentation libraries: the same pictures, the same operations, one thread each.

    bench/peers/setup && scripts/build release
    .venv/bin/python bench/peers/run.py --pictures FOLDER --out build/peers

Rounds go round all libraries and variegate, so that what disturbs the machine disturbs all alike; a ratio is the
median of the rounds' ratios. Writes results.json and table.md into --out. docs/performance.md says what the numbers
include. Without --pictures, the pictures are made.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import pictures
import rows
from tables import table_text

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIBRARIES = {  # name of libraries/NAME.py (and, after a colon, what sets two of one file apart): environment
    "opencv": "main", "pillow": "main", "pillow:simd": "pillow-simd", "torchvision": "main", "timm": "main",
    "kornia": "main", "albumentations": "main", "albumentations:x": "albumentationsx", "imgaug": "imgaug", "dali": "dali",
}
RENAMED = {("pillow:simd", "Pillow"): "Pillow-SIMD"}
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")}


class Library:
    """A worker process, which answers one request after another."""

    def __init__(self, name, arrays, environments):
        self.name = name
        python = environments / LIBRARIES[name] / "bin/python"
        self.peers, self.fault = {}, f"{python} is not there: bench/peers/setup"
        if not python.exists():
            return
        self.process = subprocess.Popen(
            [python, pathlib.Path(__file__).parent / "worker.py", name.split(":")[0], arrays], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, **ONE_THREAD, "NO_ALBUMENTATIONS_UPDATE": "1", "PYTHONWARNINGS": "ignore"})
        first = self.answer()
        self.fault = first.get("error")
        self.peers = {RENAMED.get((name, peer), peer): (peer, sizes) for peer, sizes in first.get("peers", {}).items()}

    def answer(self):
        line = self.process.stdout.readline()
        return json.loads(line) if line else {"error": "the worker has died"}

    def rate(self, peer, row, size, seconds):
        request = {"peer": self.peers[peer][0], "row": row, "size": size, "seconds": seconds}
        try:
            print(json.dumps(request), file=self.process.stdin, flush=True)
        except BrokenPipeError:
            return {"error": "the worker has died"}
        return self.answer()

    def close(self):
        if self.peers:
            self.process.stdin.close()
            self.process.wait()


class Variegate:
    """`variegate bench` on the policy of a row."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def data(self, row, size):
        """Files to measure with: JPEG where decoding is measured, records where it is not."""
        if row.picture == "batch":
            return self.folder / "cifar" / size
        return self.folder / ("jpegs" if row.picture == "jpeg" else "pngs") / size

    def policy(self, row):
        """The published policy's name, or the file of the row's own."""
        if isinstance(row.policy, str):
            return row.policy
        path = self.folder / f"{row.name}.json"
        if not path.exists():
            path.write_text(json.dumps({"format": "variegate-policy", "version": 1, "policy": self.expanded(row.policy)}))
        return str(path)

    def expanded(self, step):
        """The step with published policies in place of their names."""
        if isinstance(step, str):
            shown = subprocess.run([self.program, "policy", "show", step, "--json"], check=True, capture_output=True)
            return json.loads(shown.stdout)["policy"]
        if "sequence" in step:
            return {"sequence": [self.expanded(child) for child in step["sequence"]]}
        return step

    def rate(self, row, size, seconds, count):
        """Images a second, and the share of the speed of copying (or of loading) alone."""
        done = subprocess.run(
            [self.program, "bench", "--json", "--policies", self.policy(row), "--output", row.output, "--sizes", size,
             "--data", self.data(row, size), "--pictures", str(count), "--rounds", "1", "--seconds", str(seconds),
             *row.loader],
            capture_output=True, text=True)
        if done.returncode != 0:
            return {"error": done.stderr.strip()}
        figure = json.loads(done.stdout)["sizes"][0]["figures"][0]
        return {"rate": figure["images_per_second"], "share": figure["share_of_limit"]}


def measure(row, size, libraries, variegate, count, options):
    """One row at one size: rates and ratios of every peer, and what went wrong."""
    able = [(library, peer) for library in libraries for peer, (_, sizes) in library.peers.items()
            if row.name in sizes.get(size, [])]
    own, rates, faults = [], {}, {}
    for _ in range(options.rounds):
        mine = variegate.rate(row, size, options.seconds, count)
        if "error" in mine:
            faults["variegate"] = mine["error"]
        own.append(mine)
        for library, peer in able:
            if peer in faults:
                continue
            answer = library.rate(peer, row.name, size, options.seconds)
            if "error" in answer:
                faults[peer] = answer["error"]
            else:
                rates.setdefault(peer, []).append(answer["rate"])
    result = {"row": row.name, "title": row.title, "size": size, "target": row.targets.get(size), "peers": {},
              "faults": faults}
    measured = [one for one in own if "rate" in one]
    if measured:
        result["variegate"] = statistics.median(one["rate"] for one in measured)
        result["share_of_" + ("load" if row.loader else "copy")] = statistics.median(one["share"] for one in measured)
    for peer, all_rates in rates.items():
        result["peers"][peer] = {"rate": statistics.median(all_rates)}
        if len(measured) == options.rounds and len(all_rates) == options.rounds:
            ratios = [one["rate"] / rate for one, rate in zip(own, all_rates)]
            result["peers"][peer].update(ratio=statistics.median(ratios), low=min(ratios), high=max(ratios))
    if result["peers"]:
        result["best"] = max(result["peers"], key=lambda peer: result["peers"][peer]["rate"])
    return result


def parsed():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=pathlib.Path, help="folder of photographs (PNG or JPEG); made ones by default")
    parser.add_argument("--small", type=pathlib.Path,
                        help="folder of 32x32 photographs; by default the others are shrunk to that size")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build/peers", help="default build/peers")
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "bin/variegate")
    parser.add_argument("--environments", type=pathlib.Path, default=ROOT / "build/peers-venv")
    parser.add_argument("--libraries", nargs="+", choices=LIBRARIES, default=list(LIBRARIES), metavar="NAME",
                        help=f"of {', '.join(LIBRARIES)}; default all")
    parser.add_argument("--rows", nargs="+", choices=rows.BY_NAME, default=list(rows.BY_NAME), metavar="ROW",
                        help=f"of {', '.join(rows.BY_NAME)}; default all")
    parser.add_argument("--count", type=int, default=8, help="different pictures, in turn (default 8)")
    parser.add_argument("--rounds", type=int, default=7, help="default 7")
    parser.add_argument("--seconds", type=float, default=0.2, help="for each library in each round (default 0.2)")
    return parser.parse_args()


def main():
    options = parsed()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        sizes = sorted({size for row in rows.ROWS for size in row.sizes})
        count = pictures.prepare(folder, sizes, options.pictures, options.small, options.count)
        libraries = [Library(name, folder / "arrays", options.environments) for name in options.libraries]
        for library in libraries:
            if library.fault:
                print(f"{library.name}: left out: {library.fault}", file=sys.stderr)
        variegate = Variegate(options.program, folder)
        results = []
        for row in (rows.BY_NAME[name] for name in options.rows):
            for size in row.sizes:
                results.append(measure(row, size, libraries, variegate, count, options))
                best = results[-1].get("best", "")
                print(f"{row.name} {size}: variegate {results[-1].get('variegate', 0):.0f}, {best} "
                      f"{results[-1]['peers'].get(best, {}).get('rate', 0):.0f}", file=sys.stderr, flush=True)
        for library in libraries:
            library.close()
    for result in results:
        for peer, fault in result["faults"].items():
            print(f"{result['row']} {result['size']}: {peer}: {fault}", file=sys.stderr)
    settings = {"pictures": count, "rounds": options.rounds, "seconds": options.seconds}
    (options.out / "results.json").write_text(json.dumps({"settings": settings, "results": results}, indent=1) + "\n")
    (options.out / "table.md").write_text(table_text(results))
    print(table_text(results), end="")


if __name__ == "__main__":
    main()
