"""What people and customers write."""

from ..defence import Defence, Patch, code

STORED = "tests/faults/test_stored_scripts.py::test_no_text_comes_alive_on_any_page"
TEXT = "src/escalations/platform/text.py"
_CLEAN = """    clean = nh3.clean(
        html,
        tags=_TAGS | more,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(clean)"""

TEXTS = (
    code(
        "templates escape", "platform/web/templates.py", "autoescape=True", "autoescape=False", STORED,
    ),
    Defence(
        "HTML in Markdown is text", ("tests/platform/test_text.py",),
        (Patch(TEXT, '"html": False', '"html": True'), Patch(TEXT, _CLEAN, "    return Markup(html)")),
    ),
    Defence("what Markdown makes is cleaned", ("tests/platform/test_text.py",), (Patch(TEXT, _CLEAN, "    return Markup(html)"),)),
    Defence("HTML of vendors is cleaned", ("tests/integrations/test_feed_pages.py",), (Patch(TEXT, _CLEAN, "    return Markup(html)"),)),
    code(
        "what is found is escaped before it is marked", "platform/search/postgres.py", "Markup(str(escape(text))", "Markup(str(text)",
        "tests/platform/test_search.py::test_what_is_highlighted_is_escaped_first",
    ),
    code(
        "pages say what a browser may do", "platform/web/headers.py", "for header in _HEADERS if", "for header in () if",
        "tests/faults/test_at_the_door.py::test_every_answer_says_what_a_browser_may_do_with_it",
    ),
    code(
        "no script from elsewhere", "platform/web/headers.py", "script-src 'self'", "script-src 'self' 'unsafe-inline' *",
        "tests/faults/test_at_the_door.py::test_every_answer_says_what_a_browser_may_do_with_it",
    ),
    code(
        "no reply goes out that the gate holds", "cases/actions/answering.py", "if any(finding.blocks for finding in findings) or (findings and not reason):", "if False:",
        "tests/cases/test_answering.py",
    ),
    code(
        "a title makes no header of a mail", "integrations/actions.py", "{' '.join(case.title.split())}\"[:240]", "{case.title}\"[:240]",
        "tests/faults/test_at_the_door.py::test_a_title_is_no_header_of_a_mail",
    ),
    code(
        "a mail with a smuggled header is refused", "platform/mail.py", "if _CONTROL.search(name + value):", "if False:",
        "tests/integrations/test_transport.py::test_what_would_smuggle_in_a_header_is_refused",
    ),
    code(
        "a mail goes to one address", "platform/mail.py", "if not _ONE_ADDRESS.fullmatch(mail.to):", "if False:",
        "tests/integrations/test_transport.py::test_what_would_smuggle_in_a_header_is_refused",
    ),
    code(
        "a password goes out under TLS only", "platform/mail.py", "    elif url.username:\n        raise", "    elif False:\n        raise",
        "tests/integrations/test_transport.py::test_a_password_is_not_sent_in_the_clear_unless_told_that_the_way_is_safe",
    ),
    code(
        "a signature is read no further than it could go", "cases/quoting/parts.py", "min(len(lines), far_enough)", "len(lines)",
        "tests/cases/test_quoting.py::test_a_line_that_is_always_the_same_takes_no_time_either",
    ),
    code(
        "a run of letters is read once for an address", "cases/gate/hosts.py", "{1,64}@", "+@",
        "tests/cases/test_leaks.py::test_a_long_run_of_letters_is_read_once_for_an_address",
    ),
)  # fmt: skip
