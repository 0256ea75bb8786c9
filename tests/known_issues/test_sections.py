from hypothesis import given
from hypothesis import strategies as st

from escalations.known_issues.sections import Sections, sections_of

said = st.text(
    st.characters(codec="utf-8", exclude_characters="#`~\r", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40
).map(str.strip)


@given(st.builds(Sections, rest=said, issue=said, environment=said, resolution=said, cause=said))
def test_what_is_put_together_comes_apart_again(sections: Sections) -> None:
    assert sections_of(sections.text()) == sections


def test_a_text_without_the_headings_is_kept_whole() -> None:
    text = "Pods hang.\n\n## What to do\n\nWait."
    assert sections_of(text) == Sections(rest=text) and Sections(rest=text).text() == text


def test_other_names_for_the_same_question_and_headings_inside_a_section() -> None:
    found = sections_of(
        "Intro\n\n## Symptoms\nIt hangs\n\n### Since when\nToday\n\n## Workaround ##\nRestart\n\n## Solution\nUpgrade"
    )
    assert (found.rest, found.issue) == ("Intro", "It hangs\n\n### Since when\nToday")
    assert found.resolution == "Restart\n\nUpgrade", "a question answered twice has both answers"


def test_a_heading_in_a_block_of_code_is_code() -> None:
    text = "## Issue\n\n```sh\n## Cause\necho 1\n```\n\n## Cause\n\nA typo"
    found = sections_of(text)
    assert found.issue == "```sh\n## Cause\necho 1\n```" and found.cause == "A typo"
