"""The demonstration stands outside the package: it is not in the wheel, and a deployment knows nothing of it."""

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from answerable.config import settings as deployment
from answerable.config.urls import urlpatterns
from demonstration import settings as ours
from demonstration.home import ROOT

BUILD = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """The wheel as it is built from a clone, demonstration and all."""
    clone, out = tmp_path_factory.mktemp("clone"), tmp_path_factory.mktemp("out")
    left = shutil.ignore_patterns("__pycache__", "*.egg-info", "static")
    for folder in ("src", "demonstration", "LICENSES"):
        shutil.copytree(ROOT / folder, clone / folder, ignore=left)
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, clone / file)
    subprocess.run([sys.executable, "-c", BUILD, str(out)], cwd=clone, check=True, capture_output=True)
    (built,) = out.iterdir()
    return ZipFile(built)


@pytest.mark.slow
def test_the_wheel_holds_the_package_whole_and_nothing_beside_it(wheel: ZipFile):
    names = set(wheel.namelist())
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"answerable"}
    package = ROOT / "src" / "answerable"
    wanted = {str(path.relative_to(ROOT / "src")) for path in package.rglob("*") if is_ours(path)}
    assert wanted - names == set()


def is_ours(path: Path) -> bool:
    kinds = {".py", ".toml", ".json", ".html", ".css", ".js"}
    return path.suffix in kinds and not {"static", "__pycache__"} & set(path.parts)


def test_whoever_installs_the_package_gets_no_mail_server(wheel: ZipFile):
    (metadata,) = [name for name in wheel.namelist() if name.endswith("/METADATA")]
    said = wheel.read(metadata).decode()
    assert "Requires-Dist: click" in said
    assert [name for name in ("aiosmtpd", "pymap", "Provides-Extra") if name in said] == []


def test_a_deployment_has_none_of_its_pages_and_a_demonstration_has_all_of_both():
    assert "demonstration" not in deployment.INSTALLED_APPS
    assert [*deployment.INSTALLED_APPS, "demonstration"] == ours.INSTALLED_APPS
    assert (deployment.ROOT_URLCONF, ours.ROOT_URLCONF) == ("answerable.config.urls", "demonstration.urls")
    assert [one for one in urlpatterns if str(one.pattern).startswith("demo")] == []
    same = {name for name in vars(deployment) if name.isupper() and name not in ("INSTALLED_APPS", "ROOT_URLCONF")}
    assert {name for name in same if getattr(ours, name) != getattr(deployment, name)} == {"BANNER"}
