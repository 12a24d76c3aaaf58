"""What children there are, which the worker alone knows."""
import os
import re
import subprocess

PROGRAM = os.environ["VARIEGATE"]


def test_the_worker_lists_the_families_of_children_with_an_example_of_each():
    done = subprocess.run([PROGRAM, "worker", "--children"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and not done.stderr
    families = done.stdout.splitlines()
    assert {"small-conv:WIDTH", "wrn-DEPTH-WIDTH"} <= {line.split()[0] for line in families}
    for line in families:
        assert re.search(r"\S  .*\(\S+\)$", line), line
