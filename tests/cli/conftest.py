import os
import subprocess

import pytest

PROGRAM = os.environ["VARIEGATE"]


@pytest.fixture
def run():
    """Runs the program with these arguments; gives exit code, standard output and standard error."""

    def call(*arguments, **options):
        return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60, **options)

    return call
