"""Nothing twice, nothing over another, nothing lost."""

from ..defence import Defence, Patch, code

RACES = "tests/faults/test_races.py"
NO_LOCKS = (
    Patch("src/escalations/cases/queries/merged.py", "_ITSELF_HELD if lock else _ITSELF", "_ITSELF"),
    Patch("src/escalations/cases/queries/merged.py", ".where(Case.id == top).with_for_update(key_share=True), fresh", ".where(Case.id == top), fresh"),
)  # fmt: skip
"""Its version alone keeps a case from being written over, so it goes as well where that is asked."""

ONCE = (
    Defence("who changes a case waits for who holds it", (f"{RACES}::test_who_changes_a_case_waits_for_who_holds_it",), NO_LOCKS),
    Defence(
        "nobody writes over another's change", (f"{RACES}::test_every_change_of_severity_stands_in_its_ledger",),
        (*NO_LOCKS, Patch("src/escalations/platform/model.py", '{"version_id_col": table.c.version, "eager_defaults": True}', '{"eager_defaults": True}')),
    ),
    code(
        "a form is saved over what its writer saw", "cases/actions/assessing.py", "not in (getattr(seen, name), value)]:", "not in (getattr(current, name), value)]:",
        "tests/faults/test_at_the_door.py::test_a_form_that_is_sent_again_later_changes_nothing",
    ),
    code(
        "what is closed is not closed again", "cases/actions/closing.py", "    if existing is not None:\n        if (existing.resolution", "    if False:\n        if (existing.resolution",
        "tests/cases/test_closing.py::test_closing_twice_the_same_way_records_once",
    ),
    Defence(
        "a case has one closure", ("tests/cases/test_closing.py::test_the_key_alone_forbids_a_second_closure",),
        sql="ALTER TABLE case_closure DROP CONSTRAINT pk_case_closure",
    ),
    code(
        "the same key opens one case", "cases/actions/opening.py", "if new.external_key and (", "if False and (",
        "tests/cases/test_opening.py::test_the_same_key_opens_one_case",
    ),
    code(
        "the same key at once opens one case", "cases/queries/about.py", "    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f\"case {boundary} {key}\", 0))))\n", "",
        "tests/cases/test_saying_again.py::test_the_same_key_at_once_opens_one_case",
    ),
    code(
        "who may not say it may not say it again", "cases/actions/repeating.py", "    allow_saying(by, kind)\n", "",
        "tests/cases/test_saying_again.py::test_who_may_not_say_it_may_not_say_it_again",
    ),
    code(
        "keys of incidents are theirs", "cases/actions/repeating.py", "    if key and key.startswith(UPDATE_KEYS):", "    if False:",
        "tests/cases/test_saying_again.py::test_nobody_takes_the_key_of_an_update_of_an_incident",
    ),
    code(
        "a reaction is done once", "platform/events.py", "        if first and fact is not None:", "        if fact is not None:",
        "tests/platform/test_reactions.py::test_the_same_job_twice_does_its_work_once",
    ),
    code(
        "a mail is sent by one worker", "integrations/queries.py", "query.with_for_update() if lock else query", "query",
        "tests/integrations/test_mailing.py::test_two_workers_on_one_mail_send_it_once",
    ),
    code(
        "a mail keeps its Message-ID", "integrations/actions.py", "message_id=mail.message_id, at=entry.at", 'message_id=f"<{now().timestamp()}@{mail_host()}>", at=entry.at',
        "tests/integrations/test_mailing.py::test_a_worker_killed_between_send_and_mark_repeats_the_same_message_id",
    ),
    code(
        "the database says in words what it cannot do", "platform/web/problems.py", "    if outage := said_of(problem):\n        return outage.status\n", "",
        "tests/faults/test_ailing_database.py::test_no_room_is_told_and_nothing_is_half_written",
    ),
    code(
        "the same file is kept once", "cases/actions/attaching.py", "if there := await same_file(db, case, clean, digest, internal):", "if there := None:",
        "tests/cases/test_files.py::test_the_same_file_twice_is_one_and_is_recorded_once",
    ),
)  # fmt: skip
