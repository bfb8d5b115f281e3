"""The `cogtui` command line. What a command needs is imported when that command runs.

Exit codes: 0 fine, 1 the thing checked does not hold, 2 bad usage or unreadable input.
"""

from __future__ import annotations

from cogtui.cli.coverage import coverage
from cogtui.cli.explain import explain
from cogtui.cli.group import cogtui
from cogtui.cli.jwt import jwt
from cogtui.cli.lessons import check, run
from cogtui.cli.locate import locate
from cogtui.cli.open import lab, learn
from cogtui.cli.serve import serve

for command in (learn, lab, serve, explain, run, check, coverage, jwt, locate):
    cogtui.add_command(command)

__all__ = ["cogtui"]
