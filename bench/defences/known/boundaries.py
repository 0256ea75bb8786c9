"""What somebody may see, held by the database itself."""

from ..defence import Defence, code, function

PROTECTION, MATRIX, SEARCH, LIVE = (
    "tests/house/test_protection.py",
    "tests/house/test_boundary_matrix.py",
    "tests/platform/test_search.py",
    "tests/platform/test_live.py",
)


def open_to_all(table: str, *tests: str) -> Defence:
    return Defence(f"row-level security of {table}", tests, sql=f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


BOUNDARIES = (
    open_to_all("support_case", f"{MATRIX}::test_no_uncleared_person_finds_a_trace"),
    open_to_all("customer", f"{MATRIX}::test_no_uncleared_person_finds_a_trace"),
    open_to_all("engineering_issue", f"{MATRIX}::test_no_uncleared_person_finds_a_trace"),
    open_to_all("incident", f"{MATRIX}::test_no_uncleared_person_can_act_on_it"),
    open_to_all("attachment", f"{PROTECTION}::test_without_a_scope_nothing_is_visible"),
    open_to_all("event", f"{PROTECTION}::test_without_a_scope_nothing_is_visible"),
    open_to_all("case_draft", "tests/cases/test_drafts.py"),
    function("a clearance ends", "boundaries_of_caller", "c.expires_at > now()", "true", f"{PROTECTION}::test_an_expired_clearance_closes_the_door_at_that_minute"),
    function("a disabled person sees nothing", "boundaries_of_caller", "p.disabled_at IS NULL", "true", "tests/people/test_clearances.py::test_a_disabled_person_sees_nothing"),
    code(
        "nobody grants a clearance to themselves", "people/actions/clearing.py", 'if by.id == person.id:\n        raise NotAllowed("Nobody may grant', 'if False:\n        raise NotAllowed("Nobody may grant',
        "tests/people/test_clearances.py::test_nobody_widens_their_own_sight",
    ),
    Defence(
        "what one may not see one may not write", (f"{PROTECTION}::test_what_a_scope_may_not_see_it_may_not_write",),
        sql="ALTER POLICY within_boundary ON customer WITH CHECK (true)",
    ),
    function("a clearance is taken back", "boundaries_of_caller", "(c.revoked_at IS NULL OR c.revoked_at > now())", "true", f"{SEARCH}::test_an_ended_clearance_ends_the_finding"),
    code(
        "live pages are told within their boundary", "app/stream.py", 'return boundary == "everywhere" or (boundary in self.ends and now() < self.ends[boundary])', "return True",
        f"{LIVE}::test_a_page_is_told_within_its_readers_clearances_and_as_long_as_they_last",
    ),
    code(
        "live pages are told as long as a clearance lasts", "app/stream.py", "(boundary in self.ends and now() < self.ends[boundary])", "boundary in self.ends",
        f"{LIVE}::test_a_page_is_told_within_its_readers_clearances_and_as_long_as_they_last",
    ),
    code(
        "what happens to a reader is looked at by the pages that are open", "app/stream.py", "if not heard.isdisjoint({reader, EVERYTHING}):", "if False:",
        f"{LIVE}::test_a_clearance_that_is_taken_back_ends_the_news_of_pages_that_are_open", f"{LIVE}::test_a_page_hears_nothing_more_once_its_reader_is_signed_out",
    ),
    code(
        "live pages end with their session", "app/stream.py", "if standing is None or now() >= standing.until:", "if standing is None:",
        f"{LIVE}::test_a_page_hears_nothing_more_once_its_session_is_over",
    ),
    code(
        "a case names nobody of another customer", "customers/queries/contacts.py", "col(Contact.customer_id) == _CUSTOMER_ID, col(Contact.id) == _ONE_OF", "_CUSTOMER_ID > 0, col(Contact.id) == _ONE_OF",
        "tests/cases/test_opening.py::test_whom_and_what_a_case_names_is_its_own_customers",
    ),
    code(
        "what somebody keeps to themselves has no trail for others", "desk/queries/trails.py", 'if kind == "view" and not person.may("read_audit"):', "if False:",
        "tests/desk/test_trails.py::test_a_list_that_somebody_keeps_to_themselves_has_no_trail_for_others",
        "tests/desk/test_trails.py::test_a_list_of_a_team_has_no_trail_for_other_teams",
    ),
    code(
        "what is told of a person is not for colleagues", "desk/queries/trails.py", "is_not(None), ~of_people)", "is_not(None))",
        "tests/desk/test_trails.py::test_what_is_of_a_person_and_of_a_boundary_is_not_for_colleagues_either",
    ),
    code(
        "a macro of one's own has no trail for others", "desk/queries/trails.py", 'if kind == "macro" and not person.may("read_audit"):', "if False:",
        "tests/desk/test_trails.py::test_a_macro_of_ones_own_has_no_trail_for_others",
    ),
    code(
        "a pinned list is seen while it is shared", "desk/lists/queries/views.py",
        "ViewPin.person_id == person.id, col(SavedView.deleted_at).is_(None), await _in_sight(db, person))", "ViewPin.person_id == person.id, col(SavedView.deleted_at).is_(None))",
        "tests/desk/lists/test_views.py::test_a_pinned_list_that_is_its_owners_alone_by_now_is_not_shown",
    ),
    code(
        "a job of another cloud is not dropped", "platform/job_desk.py", "= ANY (app_boundaries())", "IS NOT NULL",
        "tests/desk/test_jobs.py::test_a_job_of_another_cloud_is_not_dropped",
    ),
    Defence(
        "no row points across a boundary", (f"{PROTECTION}::test_no_row_can_point_across_a_boundary",),
        sql="""DO $$ DECLARE one record; BEGIN FOR one IN SELECT conname, conrelid::regclass AS child FROM pg_constraint
          WHERE contype = 'f' AND conrelid = 'case_link'::regclass LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.child, one.conname); END LOOP; END $$""",
    ),
    Defence(
        "events can be neither changed nor deleted", (f"{PROTECTION}::test_events_can_be_neither_changed_nor_deleted",),
        sql="GRANT UPDATE, DELETE ON event TO escalations_app",
    ),
    code(
        "nothing is written unrecorded", "platform/db.py", 'if session.info.get("wrote") and not session.info.get("recorded"):', "if False:",
        "tests/house/test_recorded_writes.py",
    ),
)  # fmt: skip
