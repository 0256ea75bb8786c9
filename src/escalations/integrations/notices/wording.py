"""What stands in the mail: who and which case, nothing of what was written there. In the language that the person reads. Pure."""

from ...people.models import Notice, Person
from ...platform.language.reading import reading, say
from ...platform.settings import settings

WHY = {
    "unseen": "You are mailed because you had not looked at the case within 15 minutes.",
    "always": "You are mailed whenever somebody mentions you, as you chose.",
}
CHANGE = "Change this under My settings:"


def subject_of(notice: Notice, person: Person) -> str:
    return say(notice.text, reading(person)).removesuffix(".")


def text_of(notice: Notice, person: Person) -> str:
    language, root = reading(person), settings().public_url.rstrip("/")
    why = say(WHY[person.mails_mentions], language)
    lines = [
        say(notice.text, language),
        f"{root}{notice.page}",
        "-- \n" + " ".join((why, say(CHANGE, language), root + "/me")),
    ]
    return "\n\n".join(lines) + "\n"
