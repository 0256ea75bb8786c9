"""What we ask elsewhere, and what comes from there."""

from ..defence import Defence, Patch, code

FETCHING, CALLING = "src/escalations/integrations/feeds/fetching.py", "src/escalations/integrations/trackers/calling.py"
TESTS = "tests/faults/test_addresses_outside.py"
_TO_THE_CHECKED = ("asked.copy_with(host=address)", "asked")

OUTSIDE = (
    code(
        "no address leads inside", "integrations/feeds/fetching.py", "if not all(map(_is_outside, addresses)) and", "if False and",
        f"{TESTS}::test_a_name_that_leads_inside_is_not_asked", f"{TESTS}::test_another_way_to_write_it_is_the_same_address",
    ),
    code(
        "an IPv6 address wraps no other", "integrations/feeds/fetching.py", "and not any(address in network for network in _CARRIERS if network.version == address.version)",
        "", f"{TESTS}::test_a_name_that_leads_inside_is_not_asked",
    ),
    Defence(
        "a redirect is not followed (feeds)", (f"{TESTS}::test_a_redirect_leads_nowhere",),
        (Patch(FETCHING, "httpx.AsyncClient(timeout=TIMEOUT, trust_env=False)", "httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, follow_redirects=True)"),),
    ),
    Defence(
        "a redirect is not followed (trackers)", (f"{TESTS}::test_a_redirect_leads_nowhere",),
        (Patch(CALLING, "trust_env=False, auth=auth)", "trust_env=False, auth=auth, follow_redirects=True)"),),
    ),
    Defence(
        "a name cannot change its mind (feeds)", (f"{TESTS}::test_a_name_is_asked_once_and_cannot_change_its_mind",),
        (Patch(FETCHING, *_TO_THE_CHECKED),),
    ),
    Defence(
        "a name cannot change its mind (trackers)", (f"{TESTS}::test_a_name_is_asked_once_and_cannot_change_its_mind",),
        (Patch(CALLING, *_TO_THE_CHECKED),),
    ),
    code(
        "only https and its port are asked", "integrations/feeds/fetching.py", "    trusted = (parts.hostname or \"\") in settings().feed_hosts\n", "    return\n",
        "tests/integrations/test_feed_polling.py",
    ),
    code(
        "an answer that unpacks to a giant is given up", "integrations/feeds/fetching.py", "if len(body) > largest:", "if False:",
        f"{TESTS}::test_a_small_answer_that_unpacks_to_a_giant_is_given_up",
    ),
    code(
        "a delivery needs its secret", "integrations/feeds/proving.py", "return hmac.compare_digest(mine.encode(), theirs.encode())", "return True",
        "tests/integrations/test_feeds_receiving.py::test_a_wrong_secret_is_refused_and_nothing_of_it_kept",
        "tests/integrations/test_feeds_receiving.py::test_signatures_are_checked_over_the_bytes",
    ),
    code(
        "a feed that is off takes nothing", "integrations/feeds/routes/receiving.py", "if feed is None or not feed.enabled or", "if feed is None or",
        "tests/integrations/test_feeds_receiving.py::test_a_feed_that_is_off_takes_nothing",
    ),
    code(
        "an old secret of a feed ends", "integrations/feeds/queries/feeds.py", "col(FeedKey.ends_at).is_(None) | (col(FeedKey.ends_at) > at)", "col(FeedKey.id) > 0",
        "tests/integrations/test_feeds_receiving.py::test_an_old_secret_ends_by_itself",
    ),
    code(
        "a tracker proves who it is", "integrations/trackers/proving.py", "any(hmac.compare_digest(mine.encode(), sent.encode()) for mine in ours)", "True",
        "tests/integrations/test_trackers.py::test_nobody_else_can_say_that_it_is_fixed",
    ),
)  # fmt: skip
