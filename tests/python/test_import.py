"""`import variegate` is cheap and leaves everything else alone."""
import json
import os
import subprocess
import sys

PROBE = """
import json, sys, threading, time
import numpy
began = time.process_time()
import variegate
spent = time.process_time() - began
threads = int(open("/proc/self/status").read().split("Threads:")[1].split()[0])
variegate.published("trivialaugment").transform()(numpy.zeros((8, 8, 3), numpy.uint8))
print(json.dumps({"spent": spent, "modules": sorted(sys.modules), "threads": threads}))
"""


def probe():
    alone = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # numpy's own threads are not ours
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True,
                          env={**os.environ, **alone})
    return json.loads(done.stdout)


def test_it_imports_no_torch_and_starts_no_thread():
    found = probe()
    assert found["threads"] == 1
    for name in ("torch", "PIL", "multiprocessing"):
        assert name not in found["modules"]


def test_it_costs_at_most_150_ms_of_processor_time_beyond_numpy():
    assert min(probe()["spent"] for _ in range(3)) <= 0.150
