#!/usr/bin/env python3
"""How large the program is and how long it takes to start: bench/footprint.py [PROGRAM]

Size without symbols, as strip leaves it; start time as wall time and as processor time, which another load of the
machine disturbs less, each the median of 50 starts with that of starting /bin/true taken off.
"""
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
STARTS = 50
COMMANDS = [["--version"], ["--help"], ["ops"], ["policy", "list"]]


def stripped_size(program):
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "stripped"
        subprocess.run(["strip", "-o", copy, program], check=True)
        return copy.stat().st_size


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def start_times(command):
    """Median wall time and median processor time in milliseconds."""
    wall, processor = [], []
    for _ in range(STARTS):
        before, start = processor_seconds(), time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        wall.append(1e3 * (time.perf_counter() - start))
        processor.append(1e3 * (processor_seconds() - before))
    return statistics.median(wall), statistics.median(processor)


def main():
    program = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "bin/variegate"
    print(f"{program.name} without symbols: {stripped_size(program) / 1e6:.2f} MB")
    empty_wall, empty_processor = start_times(["/bin/true"])
    for arguments in COMMANDS:
        wall, processor = start_times([program, *arguments])
        print(f"{program.name} {' '.join(arguments)}: {wall - empty_wall:.1f} ms, "
              f"{processor - empty_processor:.1f} ms of the processor")


if __name__ == "__main__":
    main()
