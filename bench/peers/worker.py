"""One library in a process and an environment of its own: times rows when asked, in JSON lines.

    worker.py LIBRARY PICTURES        PICTURES/WIDTHxHEIGHT/*.npy and *.jpg

Prints {"peers": {name: {size: [row, ...]}}}; then answers each request {"peer", "row", "size",
"seconds"} on standard input with {"rate": images a second} or {"error": text}.
"""
import importlib
import json
import pathlib
import random
import sys
import time

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import rows  # noqa: E402: found beside this file


class Bench:
    def __init__(self, library, folder):
        self.peers = importlib.import_module(f"libraries.{library}").PEERS
        self.pictures = {
            size.name: [np.load(path) for path in sorted(size.glob("*.npy"))] for size in sorted(folder.iterdir())}
        self.jpegs = {size.name: [path.read_bytes() for path in sorted(size.glob("*.jpg"))] for size in folder.iterdir()}
        self.functions = {}
        self.items = {}
        for peer in self.peers:
            for size in self.pictures:
                width, height = map(int, size.split("x"))
                for name, function in self.peers[peer].rows(width, height).items():
                    if size in rows.BY_NAME[name].sizes:
                        self.functions[peer, name, size] = function

    def available(self):
        found = {peer: {size: [] for size in self.pictures} for peer in self.peers}
        for peer, name, size in self.functions:
            found[peer][size].append(name)
        return found

    def inputs(self, peer, row, size):
        """What the function is called with in turn, and how many pictures all of them hold."""
        key = peer, row.picture, size
        if key not in self.items:
            library, pictures = self.peers[peer], self.pictures[size]
            if row.picture == "jpeg":
                self.items[key] = self.jpegs[size], len(self.jpegs[size])
            elif row.picture == "batch":
                many = [pictures[i % len(pictures)] for i in range(rows.BATCH)]
                self.items[key] = [library.prepare(many) if library.batched else many], rows.BATCH
            elif library.batched:
                self.items[key] = [library.prepare(pictures)], len(pictures)
            else:
                self.items[key] = [library.prepare(picture) for picture in pictures], len(pictures)
        return self.items[key]

    def rate(self, peer, row, size, seconds):
        function = self.functions[peer, row, size]
        items, count = self.inputs(peer, rows.BY_NAME[row], size)
        for item in items[:1]:
            function(item)  # what the first call makes ready is not the operation
        passes, start = 0, time.perf_counter()
        while True:
            for item in items:
                function(item)
            passes += 1
            taken = time.perf_counter() - start
            if taken >= seconds:
                return passes * count / taken


def main():
    library, folder = sys.argv[1:]
    random.seed(1)
    np.random.seed(1)
    answers, sys.stdout = sys.stdout, sys.stderr  # libraries print what they like
    say = lambda value: print(json.dumps(value), file=answers, flush=True)
    try:
        bench = Bench(library, pathlib.Path(folder))
    except Exception as error:  # an environment that lacks a library, or has another version of it
        say({"error": f"{type(error).__name__}: {error}"})
        return
    say({"peers": bench.available()})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            say({"rate": bench.rate(**request)})
        except Exception as error:  # one row that a library cannot do leaves the others
            say({"error": f"{type(error).__name__}: {error}"})


if __name__ == "__main__":
    main()
