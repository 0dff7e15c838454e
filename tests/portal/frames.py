# SPDX-License-Identifier: MIT
"""What MkDocs and Jinja2 make of one theme, made once for all registries of a test run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from esep.cli.build import render_shells
from esep.portal.settings import Settings
from once import once

FRAMES = "ESEP_TEST_FRAMES"  # the folder of this run


def frame(settings: Settings) -> None:
    """Have hand-written pages and shells in place: where there is nothing yet, those of another.

    A registry that was built before is up to MkDocs, as it is when the command runs.
    """
    if settings.work.exists() or settings.out.exists():
        render_shells(settings)
        return

    def render(folder: Path) -> None:
        render_shells(settings)
        assert not settings.out.exists()  # it all goes to the folder of work
        shutil.move(settings.work, folder / "work")

    made = once(Path(os.environ[FRAMES]) / settings.shell_key(), render)
    shutil.copytree(made / "work", settings.work)
    compiled = Path(os.environ[FRAMES]) / "templates"
    compiled.mkdir(exist_ok=True)
    (settings.work / "templates").symlink_to(compiled)  # each goes by a checksum of its source
