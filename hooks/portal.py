# SPDX-License-Identifier: MIT
"""MkDocs renders hand-written pages and shells; `esep.portal` makes all other pages."""

import os
from pathlib import Path

from mkdocs.structure.files import File, Files, InclusionLevel

from esep.i18n import LANGUAGES
from esep.portal import shells
from esep.portal.settings import Settings
from esep.portal.wording import Labels

rendered: dict[str, str] = {}


def on_config(config):
    root = Path(config.config_file_path).parent
    settings = Settings.of_environment(root, Path(config.site_dir), os.environ)
    config.site_dir = str(settings.work / "pages")  # what MkDocs writes goes on to the portal
    config.extra |= {"esep": settings, "labels": Labels.load(root / "theme")}


def on_files(files, config):
    others = {*LANGUAGES} - {*(languages := config.extra["esep"].languages)}
    kept = [one for one in files if one.src_uri.partition("/")[0] not in others]
    for name in shells.sources(languages):
        page, apart = "---\nshell: yes\n---\n", InclusionLevel.NOT_IN_NAV
        kept.append(File.generated(config, name, content=page, inclusion=apart))
    return Files(kept)


def on_post_page(output, page, **_):
    return output if not page.meta.get("shell") else rendered.update({page.url: output}) or ""


def on_post_build(config):
    shells.Shells.cut(rendered).save(config.extra["esep"].work)
    if not os.environ.get("ESEP_SHELLS_ONLY"):
        from esep.portal.build import publish  # `esep build` asks for shells alone

        publish(config.extra["esep"])
