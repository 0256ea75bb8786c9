from datetime import date, timedelta
from pathlib import Path

import pytest

from escalations.known_issues.accounts import ArticleFile
from escalations.known_issues.article_files import Unreadable, read_article
from escalations.known_issues.search import spoken
from escalations.platform.time import now
from tests.work import ends


def read(folder: Path, text: str | bytes, name: str = "some-article.md") -> ArticleFile:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_article(path, folder)


def test_full_front_matter_is_taken_at_its_word(tmp_path: Path) -> None:
    file = read(
        tmp_path,
        """---
title: "Share cannot be mounted: error 13"
family: storage
products: ["Azure Files", "Own product"]
error_codes: ["HTTP 403"]
confidence: validated
audience: customer
boundary: usgov
state: fix_in_progress
fix_eta_days: 10
---

## Issue
It does not mount.
""",
        "storage/share.md",
    )
    said = file.account
    assert (said.title, said.body) == ("Share cannot be mounted: error 13", "## Issue\nIt does not mount.")
    assert (said.family, said.products, said.error_codes) == ("storage", ["azure_files", "Own product"], ["HTTP 403"])
    assert (said.audience, said.state, said.fix_eta) == (
        "customer",
        "fix_in_progress",
        now().date() + timedelta(days=10),
    )
    assert (file.boundary, file.confidence, file.source.path) == ("usgov", "validated", "storage/share.md")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Pods stay *Pending*\n\nNo node fits.", "Pods stay *Pending*"),
        ("## Pods stay pending ##\n\nNo node fits.", "Pods stay pending"),
        ("Pods stay pending\n=================\n\nNo node fits.", "Pods stay pending"),
        ("\ufeff# Pods stay pending\r\n\r\nNo node fits.", "Pods stay pending"),
        ("<!-- # Not this -->\n# Pods stay pending\n\nNo node fits.", "Pods stay pending"),
        ("Some words.\n\n## Pods stay pending\n\nNo node fits.", "Pods stay pending"),
        ('+++\ntitle = "Pods stay pending"\nweight = 3\n+++\n\nNo node fits.', "Pods stay pending"),
        (
            '<properties\n\tpageTitle="Pods stay pending"\n\tservices="aks" />\n<tags ms.date="x" />\n# Another\n\nNo node fits.',
            "Pods stay pending",
        ),
        ("---\ndescription: How pods wait\n---\nNo node fits.", "some article"),
        ("No node fits.", "some article"),
    ],
)
def test_a_title_is_found_wherever_it_stands(tmp_path: Path, text: str, title: str) -> None:
    said = read(tmp_path, text).account
    assert said.title == title and "No node fits." in said.body
    assert not said.body.startswith(("# Pods", "---", "+++", "<"))


def test_what_is_not_said_is_read_from_the_words(tmp_path: Path) -> None:
    said = read(
        tmp_path,
        "# Pods stay in ImagePullBackOff\n\nThe AKS cluster cannot pull: error 0x80070005 and ImagePullBackOff.",
    ).account
    assert said.family == "kubernetes" and said.products and {"ImagePullBackOff", "0x80070005"} <= set(said.error_codes)
    assert (said.audience, said.state) == ("internal", "workaround")


def test_the_description_is_kept_and_marks_of_publishing_tools_are_not(tmp_path: Path) -> None:
    text = '---\ntitle: Pods wait\ndescription: How pods wait for nodes\n---\n# Pods wait\n\n:::image source="x.png":::\n[!INCLUDE [a](b)]\nNo node fits.'
    said = read(tmp_path, text).account
    assert said.body == "How pods wait for nodes\n\nNo node fits."


def test_foreign_words_for_the_audience_mean_internal(tmp_path: Path) -> None:
    assert read(tmp_path, "---\naudience: ITPro\n---\nText of it.").account.audience == "internal"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\ntitle: a: b: c\n---\nText", "not valid YAML"),
        ("+++\ntitle = \n+++\nText", "not valid TOML"),
        ("---\nfamily: gardening\n---\nText", "no family gardening"),
        ("---\nconfidence: high\n---\nText", "Its confidence is 'high'"),
        ("---\nconfidence: [validated]\n---\nText", "Its confidence is"),
        ("---\nboundary: atlantis\n---\nText", "no boundary 'atlantis'"),
        ("---\nfix_eta: soon\n---\nText", "Write fix_eta as a date"),
        ("---\nfix_eta_days: many\n---\nText", "Write fix_eta as a date"),
        ("---\ntitle: Nothing more\n---\n", "It holds no text"),
        ("   \n", "It holds no text"),
        (b"\xff\xfe\x00bad", "not UTF-8"),
        ("x" * 200_001, "longer than"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, text: str | bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(tmp_path, text)


def test_odd_but_valid_front_matter_is_no_error(tmp_path: Path) -> None:
    said = read(
        tmp_path,
        "---\ntitle: 404\nproducts: Azure Files, Blob Storage\nerror_codes: 404\nfix_eta: 2027-01-15\n---\nText of it.",
    ).account
    assert (said.title, said.error_codes, said.fix_eta) == ("404", ["404"], date(2027, 1, 15))
    assert len(said.products) == 2
    assert read(tmp_path, "---\n- a list\n---\nText of it.").account.title == "some article"
    assert read(tmp_path, "---\n\nText below a line.").account.body


@pytest.mark.parametrize(
    "text", ["[" * 150_000, "<!--" * 40_000, "# " * 70_000, "a " * 90_000, "=" * 150_000, ("-" * 100 + "\n") * 1500]
)
def test_no_file_makes_reading_it_slow(tmp_path: Path, text: str) -> None:
    with ends():
        body = read(tmp_path, f"# A title\n\n{text}").account.body
        assert isinstance(spoken(body), str)
