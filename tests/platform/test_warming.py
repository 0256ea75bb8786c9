"""Pages are compiled beside the start, in every language, what nearly everybody opens first before the others."""

from threading import Event

from escalations.platform.language.catalogues import languages
from escalations.platform.search.meaning import model
from escalations.platform.web import warming
from escalations.platform.web.templates import environment_of


async def test_all_templates_are_compiled_in_every_language() -> None:
    for language in languages():
        cache = environment_of(language).cache
        assert cache is not None
        cache.clear()
    warming.warm(Event(), rest=0)
    for language in languages():
        kept = {name for _, name in environment_of(language).cache or ()}
        assert {"layout.html", "ui.html", "cases/show.html", "desk/work.html", "known_issues/case/show.html"} <= kept
        assert set(environment_of(language).list_templates(["html"])) <= kept


async def test_the_model_of_texts_is_read_before_anybody_asks_for_known_issues() -> None:
    model._loaded.cache_clear()
    warming.warm(Event(), rest=0)
    assert model._loaded.cache_info().currsize == 1


async def test_an_end_does_not_wait_for_it() -> None:
    stopped = Event()
    stopped.set()
    cache = environment_of("de").cache
    assert cache is not None
    cache.clear()
    warming.warm(stopped)
    assert not list(cache)
