# SPDX-License-Identifier: MIT
"""The guide of each language names every option of the commands of the life cycle."""

from __future__ import annotations

import click
import pytest

from esep.cli.main import cli
from esep.i18n import LANGUAGES
from trees import ROOT

COMMANDS = ("status", "gate", "advance", "due", "notices", "confirm", "expenses", "import")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_guide_names_every_option_of_a_command(name: str, lang: str) -> None:
    text = (ROOT / "docs" / lang / "life-cycle-guide.md").read_text(encoding="utf-8")
    command = cli.get_command(click.Context(cli), name)

    assert command is not None
    assert f"esep {name}" in text
    options = {opt for one in command.params for opt in one.opts if opt.startswith("--")}
    assert {opt for opt in options if opt not in text} == set()
