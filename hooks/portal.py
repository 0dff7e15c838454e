# SPDX-License-Identifier: MIT
"""MkDocs renders hand-written pages and shells; `esep.portal` makes all other pages."""

import os
from pathlib import Path

from mkdocs.structure.files import File, InclusionLevel

from esep.portal import build, shells
from esep.portal.settings import Settings
from esep.portal.wording import Labels

rendered: dict[str, str] = {}


def on_config(config):
    root = Path(config.config_file_path).parent
    settings = Settings.of_environment(root, Path(config.site_dir), os.environ)
    config.extra["esep"], config.site_dir = settings, str(settings.work / "pages")
    config.extra["labels"] = Labels.load(root / "theme")
    return config


def on_files(files, config):
    languages = config.extra["esep"].languages
    for file in list(files.documentation_pages()):
        if file.src_uri.partition("/")[0] not in languages:
            files.remove(file)
    for name in shells.sources(languages):
        content = "---\nshell: yes\ntitle: shell\n---\n"
        level = InclusionLevel.NOT_IN_NAV
        files.append(File.generated(config, name, content=content, inclusion=level))


def on_post_page(output, page, config):
    if not page.meta.get("shell"):
        return output
    rendered[page.file.src_uri] = output
    return ""


def on_post_template(output_content, template_name, config):
    return "" if template_name == "sitemap.xml" else output_content


def on_post_build(config):
    shells.Shells.cut(rendered).save(config.extra["esep"].work)
    if not os.environ.get("ESEP_SHELLS_ONLY"):
        build.publish(config.extra["esep"])
