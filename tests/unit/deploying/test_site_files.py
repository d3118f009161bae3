"""The site as it is published: what is kept by its content's name, and what is asked for each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from stacks.site_files import PublishedFile, SiteUnpublishableError, own_addresses, published_files
from tests.conftest import REPOSITORY

PAGE = '<link rel="stylesheet" href="/styles/page.css"><script type="module" src="/scripts/main.js"></script>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in {
        "index.html": PAGE,
        "styles/page.css": "body {}",
        "scripts/main.js": 'import "./dom.js";',
        "scripts/dom.js": "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


def by_name(site: Path) -> dict[str, PublishedFile]:
    return {Path(file.address).name: file for file in published_files(site)}


def test_what_a_page_needs_is_kept_under_its_contents_name(site: Path) -> None:
    files = by_name(site)
    folder = Path(files["page.css"].address).parts[1]
    assert files["main.js"].address == f"/{folder}/scripts/main.js"
    assert files["main.js"].cache_control == "public, max-age=31536000, immutable"
    assert files["main.js"].media_type == "text/javascript; charset=utf-8"
    page = files["index.html"]
    assert (page.address, page.cache_control) == ("/index.html", "no-cache")
    assert page.body.decode() == PAGE.replace("/styles", f"/{folder}/styles").replace("/scripts", f"/{folder}/scripts")
    assert own_addresses(site) == ["/index.html", "/sample.json"]


def test_a_contract_keeps_its_address(site: Path) -> None:
    (site / "openapi.yaml").write_text("openapi: 3.1.0\n")
    (contract,) = [file for file in published_files(site) if file.media_type == "application/yaml"]
    assert (contract.address, contract.cache_control) == ("/openapi.yaml", "no-cache")


def test_pages_come_last(site: Path) -> None:
    assert [file.address for file in published_files(site)][-1] == "/index.html"


def test_another_content_has_another_address_and_the_same_one_the_same(site: Path) -> None:
    before = by_name(site)["main.js"].address
    assert by_name(site)["main.js"].address == before
    (site / "scripts" / "dom.js").write_text("export {};")
    assert by_name(site)["main.js"].address != before


def test_a_script_that_names_a_file_by_an_absolute_address_is_refused(site: Path) -> None:
    (site / "scripts" / "main.js").write_text('import "/scripts/dom.js";')
    with pytest.raises(SiteUnpublishableError, match=r"main\.js names /scripts/dom\.js"):
        published_files(site)


def test_a_file_of_unknown_type_is_refused(site: Path) -> None:
    (site / "thing.xyz").write_text("")
    with pytest.raises(SiteUnpublishableError, match=r"\.xyz"):
        published_files(site)


def test_the_real_site_can_be_published() -> None:
    files = by_name(REPOSITORY / "web")
    page = files["index.html"].body.decode()
    for name in ("main.js", "tokens.css", "favicon.svg"):
        assert f'"{files[name].address}"' in page
