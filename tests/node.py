"""Checks that need Node.js packages: skipped with a reason on a machine without Node.js, never where `.ci/run` has installed them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

WIDGET = Path(__file__).parents[1] / "connectors" / "web"
MODULES = WIDGET / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
_INSTALLED = "DALIL_NODE_PACKAGES" in os.environ  # set by .ci/run: a package that is missing then fails the test


def needs(package: str) -> pytest.MarkDecorator:
    """Mark a test that needs one of the widget's development packages."""
    there = _INSTALLED or (MODULES / package).exists()
    return pytest.mark.skipif(not there, reason="needs Node.js and `npm ci` in connectors/web")
