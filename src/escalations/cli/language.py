"""`escalations language`: what the catalogues of other languages lack, and bringing them up to date."""

import click

from ..platform.language.catalogues import ENGLISH, languages
from ..platform.language.extracting import read, texts, write


@click.group("language")
def language_group() -> None:
    """Pages in other languages: their catalogues in templates/languages."""


@language_group.command("check")
def check_command() -> None:
    """Every text of the interface that a catalogue has no translation for, and those that are gone.

    Exit code 0: all catalogues are complete, 1: something is missing or gone.
    """
    missing = 0
    for language in languages():
        if language != ENGLISH:
            told, there = _told(language), texts()
            lacks, gone = [text for text in there if not told.get(text)], [text for text in told if text not in there]
            missing += len(lacks) + len(gone)
            click.echo(
                f"{language}: {len(there):,} texts, {len(lacks)} without a translation, {len(gone)} that are gone"
            )
            for text in lacks:
                click.echo(f"  {there[text][0]}: {text}")
    raise SystemExit(int(bool(missing)))


@language_group.command("update")
@click.argument("language")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
def update_command(language: str, dry_run: bool) -> None:
    """Write the catalogue of LANGUAGE, such as `de`, anew: texts that came stand there empty, those that are gone leave it.

    \b
    Example:
      escalations language update fr

    Exit code 0: done, 2: that is no language code.
    """
    if not (len(language) == 2 and language.isascii() and language.islower()):
        raise click.UsageError("Write the two small letters of a language, such as de.")
    told, there = _told(language), texts()
    came, gone = [text for text in there if text not in told], [text for text in told if text not in there]
    click.echo(
        f"{language}: {len(came)} texts came, {len(gone)} are gone, {sum(not told.get(text) for text in there)} have no translation"
    )
    if not dry_run:
        write(language, told)


def _told(language: str) -> dict[str, str]:
    return {str(one.id): str(one.string) for one in read(language) if one.id}
