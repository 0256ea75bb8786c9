"""Who comes in, and from where."""

from ..defence import Defence, Patch, code

ACCESS, SIGNING_IN = "people/access.py", "people/actions/signing_in.py"
DOOR_TESTS, SIGN_IN_TESTS = "tests/faults/test_at_the_door.py", "tests/people/test_signing_in.py"
COOKIE_TESTS, PRODUCTION_TESTS = "tests/people/test_cookies.py", "tests/cli/test_production.py"
_BY_PATH = 'await _program(request, db) if request.url.path.startswith("/api/") else await _browser(request, db)'
_AGENT = '        address=_address(request),\n        agent=request.headers.get("user-agent", ""),'

DOOR = (
    Defence(
        "the session id is made anew at sign-in",
        (f"{SIGN_IN_TESTS}::test_a_session_token_is_never_adopted",),
        (
            Patch("src/escalations/people/routes/door.py", _AGENT, _AGENT.replace('request.headers.get("user-agent", "")', 'request.cookies.get(COOKIE, "")')),
            Patch(f"src/escalations/{SIGNING_IN}", "token = new_token()", "token = agent or new_token()"),
        ),
    ),
    code(
        "the session cookie is out of reach of scripts", "people/routes/door.py", "httponly=True", "httponly=False",
        f"{SIGN_IN_TESTS}::test_signing_in_opens_the_page_one_came_for",
    ),
    code(
        "every form needs the token of its page", "app/application.py", 'exclude=["^/api/", "^/health/", "^/inbound/"]', 'exclude=["^/"]',
        f"{DOOR_TESTS}::test_no_form_counts_without_the_token_of_its_page",
    ),
    code(
        "guesses at once count as many", SIGNING_IN, "    await one_by_one(db, email, near)\n", "",
        f"{SIGN_IN_TESTS}::test_many_guesses_at_once_count_as_many",
    ),
    code(
        "names tried at once from one address count as many", "people/queries/signing_in.py", "    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(\"sign-in from \" + address, 0))))\n", "",
        f"{SIGN_IN_TESTS}::test_many_names_at_once_from_one_address_count_as_many",
    ),
    code(
        "addresses of one line count as one", SIGNING_IN, "near = email.strip().lower(), _neighbourhood(address)", "near = email.strip().lower(), address",
        f"{SIGN_IN_TESTS}::test_addresses_of_one_line_count_as_one",
    ),
    code(
        "one's own success lets nobody guess on", "people/queries/signing_in.py", "        later.email == SignInAttempt.email, later.address", "        later.address",
        f"{SIGN_IN_TESTS}::test_ones_own_success_makes_guesses_under_other_names_count_no_less",
    ),
    code(
        "nothing that somebody was told is kept on its way", "platform/web/headers.py", '    (b"cache-control", b"no-store"),\n', "",
        f"{DOOR_TESTS}::test_nothing_that_somebody_was_told_is_kept_on_its_way",
    ),
    code(
        "cookies open no API", ACCESS, _BY_PATH, "await _program(request, db) or await _browser(request, db)",
        f"{DOOR_TESTS}::test_cookies_open_no_api_and_tokens_no_page",
    ),
    code(
        "a session ends with its shift", "people/queries/signing_in.py", '        col(SignIn.expires_at) > bindparam("now"),\n', "",
        f"{SIGN_IN_TESTS}::test_a_session_ends_with_its_shift",
    ),
    code(
        "a session ends at sign-out", "people/queries/signing_in.py",
        '        col(SignIn.token) == bindparam("token"),\n        col(SignIn.revoked_at).is_(None),\n', '        col(SignIn.token) == bindparam("token"),\n',
        f"{SIGN_IN_TESTS}::test_signing_out_ends_this_session_and_everywhere_ends_all",
    ),
    code(
        "a session ends with its person", "people/queries/signing_in.py",
        '        col(SignIn.expires_at) > bindparam("now"),\n        col(Person.disabled_at).is_(None),\n', '        col(SignIn.expires_at) > bindparam("now"),\n',
        f"{SIGN_IN_TESTS}::test_a_disabled_person_is_out_at_once_and_stays_out",
    ),
    code(
        "the session goes out under TLS only", "people/routes/door.py", 'secure = settings().public_url.startswith("https:")', "secure = False",
        f"{COOKIE_TESTS}::test_where_pages_come_under_tls_no_cookie_goes_out_without",
    ),
    code(
        "the token of forms goes out under TLS only", "app/application.py", 'cookie_secure=settings().public_url.startswith("https:")', "cookie_secure=False",
        f"{COOKIE_TESTS}::test_where_pages_come_under_tls_no_cookie_goes_out_without",
    ),
    code(
        "in production nobody comes in without a password", "people/routes/door.py", 'return settings().is_demo or settings().env == "test"', "return True",
        f"{PRODUCTION_TESTS}::test_nobody_signs_in_without_a_password",
    ),
    code(
        "in production the secret is nobody else's", "platform/settings.py", 'missing.append("ESCALATIONS_SECRET (32 characters or more)")', "pass",
        f"{PRODUCTION_TESTS}::test_a_configuration_is_refused_without_telling_its_secrets",
    ),
    code(
        "in production the demo world is not loaded", "cli/installing.py", "    if settings().is_production:\n        raise", "    if False:\n        raise",
        f"{PRODUCTION_TESTS}::test_the_demo_world_is_not_loaded",
    ),
    code(
        "a token of the API ends", "people/queries/signing_in.py", "        ApiToken.expires_at > now(),\n", "",
        f"{DOOR_TESTS}::test_only_a_token_as_it_was_given_counts",
    ),
    code(
        "tokens are kept as fingerprints", "platform/security.py", "return hashlib.sha256(token.encode()).hexdigest()", "return token",
        f"{SIGN_IN_TESTS}::test_the_database_keeps_no_token_that_opens_a_session",
    ),
    code(
        "guessing a password stops paying", SIGNING_IN, "by_email >= MAX_PER_EMAIL or ", "",
        f"{SIGN_IN_TESTS}::test_guessing_a_password_stops_paying_until_the_window_is_over",
    ),
    code(
        "guessing names from one address stops paying", SIGNING_IN, " or by_address >= MAX_PER_ADDRESS", "",
        f"{SIGN_IN_TESTS}::test_guessing_names_from_one_address_stops_paying",
    ),
    code(
        "an unknown name costs as much as a wrong password", "platform/security.py", "return _hasher.verify(stored or _NOBODY, password) and stored is not None",
        "return stored is not None and _hasher.verify(stored, password)", f"{DOOR_TESTS}::test_an_unknown_name_costs_as_much_as_a_wrong_password",
    ),
    code(
        "after signing in nobody is sent elsewhere", "people/forms.py", 'return path if path.startswith("/") and not path.startswith("//") and not odd else "/"',
        "return path", f"{DOOR_TESTS}::test_after_signing_in_nobody_is_sent_elsewhere", f"{SIGN_IN_TESTS}::test_the_door_sends_nobody_elsewhere",
    ),
    code(
        "tabs and backslashes make no other site", "people/forms.py", ' and not odd else "/"', ' else "/"',
        f"{DOOR_TESTS}::test_after_signing_in_nobody_is_sent_elsewhere",
    ),
    code(
        "an auditor changes nothing", "people/roles.py", "    if not may(by, permission):", "    if False:",
        "tests/people/test_roles.py",
    ),
    code(
        "figures are for this machine only", "app/metrics.py", "return request.client is not None and request.client.host in HERE and not brought", "return True",
        "tests/platform/test_looking_after.py",
    ),
)  # fmt: skip
