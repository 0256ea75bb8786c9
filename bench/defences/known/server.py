"""How much, how large and how slowly."""

from ..defence import code

FILES, SLOW = "tests/cases/test_files.py", "tests/faults/test_slow_and_large.py"

SERVER = (
    code("a head has a largest size", "platform/web/arriving.py", "LARGEST_HEAD = 64 * 1024", "LARGEST_HEAD = 1 << 40", f"{SLOW}::test_a_head_that_is_too_large_is_refused_and_others_go_on"),
    code(
        "a head has a longest time", "platform/web/arriving.py", "self.loop.call_later(HEAD_SECONDS,", "self.loop.call_later(10 * 3600.0,",
        f"{SLOW}::test_a_head_that_does_not_come_is_not_waited_for", f"{SLOW}::test_a_head_that_drips_does_not_live_longer",
    ),
    code(
        "a slow body holds no connection to the database", "app/application.py", "WholeBodyMiddleware(MeasuringMiddleware(app.asgi_handler), MAX_BODY)",
        "MeasuringMiddleware(app.asgi_handler)", f"{SLOW}::test_bodies_that_drip_hold_nobody_up",
    ),
    code(
        "a body has a longest time", "platform/web/bodies.py", "asyncio.timeout_at(began + GRACE_SECONDS + size / SLOWEST)", "asyncio.timeout(None)",
        f"{SLOW}::test_a_body_that_does_not_come_is_given_up_in_words",
    ),
    code(
        "a body has an end", "app/application.py", "request_max_body_size=MAX_BODY", "request_max_body_size=None",
        "tests/faults/test_at_the_door.py::test_what_is_too_large_is_refused_before_it_is_read",
    ),
    code("a file has a largest size", "cases/actions/attaching.py", "if len(content) > limit:", "if False:", f"{FILES}::test_limits_are_told_in_words"),
    code(
        "a case holds so many files", "cases/actions/attaching.py", "if await bytes_on(db, case) + len(content) > MOST_ON_A_CASE * settings().attachment_limit:", "if False:",
        f"{FILES}::test_limits_are_told_in_words",
    ),
    code("programs are not kept", "cases/files/kinds.py", "if content.startswith(_PROGRAMS):", "if False:", f"{FILES}::test_what_is_not_what_it_says_is_refused"),
    code("a file is what it says", "cases/files/kinds.py", "if said is not None and said != found:", "if False:", f"{FILES}::test_what_is_not_what_it_says_is_refused"),
    code(
        "a picture that unpacks to a giant is not shown", "cases/files/kinds.py", "0 < pixels <= MOST_PIXELS", "0 < pixels", f"{FILES}::test_the_bytes_say_what_it_is",
    ),
    code(
        "a file is called what one reads", "cases/actions/attaching.py", "as_read(name).replace(", "name.replace(",
        "tests/cases/test_attaching.py::test_a_file_is_called_what_one_reads",
    ),
    code(
        "a file is never opened as what it claims to be", "cases/routes/attaching.py", '"application/octet-stream", "attachment"', 'attachment.media_type, "inline"',
        f"{FILES}::test_a_picture_is_shown_under_its_own_type_and_nothing_else_is",
    ),
    code(
        "only pictures are shown", "cases/routes/attaching.py", "if not attachment.shown_as:", "if False:",
        f"{FILES}::test_a_picture_is_shown_under_its_own_type_and_nothing_else_is",
    ),
    code(
        "in a file that is opened nothing runs", "cases/routes/attaching.py", '        "Content-Security-Policy": ALONE,\n', "",
        f"{FILES}::test_a_picture_is_shown_under_its_own_type_and_nothing_else_is",
    ),
    code(
        "no address holds a NUL", "platform/web/headers.py", '        scope["path"] = scope["path"].replace("\\x00", NEVER)\n', "",
        "tests/faults/test_fuzzing_forms.py::test_no_page_breaks", "tests/faults/test_at_the_door.py::test_static_files_are_those_of_their_folder",
    ),
    code(
        "no text holds a NUL", "platform/web/forms.py", 'value.replace("\\x00", "") if isinstance(value, str) else value', "value",
        "tests/faults/test_fuzzing_forms.py::test_no_form_breaks_by_a_character_that_no_text_holds",
    ),
)  # fmt: skip
