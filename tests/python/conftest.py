import os
import subprocess

import pytest


@pytest.fixture(scope="session")
def program():
    """Runs `variegate` with these arguments."""

    def call(*arguments):
        return subprocess.run([os.environ["VARIEGATE"], *map(str, arguments)], capture_output=True, text=True, timeout=60)

    return call
