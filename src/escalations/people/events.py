"""What happens to people and their access."""

from dataclasses import dataclass

from ..platform.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Event):
    role: str

    def told(self) -> str:
        return f"added this person as {self.role.replace('_', ' ')}"


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    address: str

    def told(self) -> str:
        return f"signed in from {self.address}"


@dataclass(frozen=True, kw_only=True)
class SignInFailed(Event):
    address: str

    def told(self) -> str:
        return f"failed to sign in from {self.address}"


@dataclass(frozen=True, kw_only=True)
class SignedOut(Event):
    sign_in_id: int
    everywhere: bool = False

    def told(self) -> str:
        return "signed out everywhere" if self.everywhere else "signed out"


@dataclass(frozen=True, kw_only=True)
class PasswordSet(Event):
    """Every sign-in of before is over."""

    def told(self) -> str:
        return "set a new password for this person"


@dataclass(frozen=True, kw_only=True)
class PresenceChanged(Event):
    """`name` is theirs where somebody else said it for them."""

    presence: str
    was: str
    name: str = ""

    def told(self) -> str:
        says = f"says that {self.name} is" if self.name else "is"
        return f"{says} {self.presence} (was {self.was})"


@dataclass(frozen=True, kw_only=True)
class LanguageChosen(Event):
    """Empty for the language of the browser."""

    language: str

    def told(self) -> str:
        return f"reads in {self.language} now" if self.language else "reads in the language of the browser now"


@dataclass(frozen=True, kw_only=True)
class ClearanceGranted(Event):
    clearance: str
    expires: str

    def told(self) -> str:
        return f"granted clearance for {self.clearance} until {self.expires}"


@dataclass(frozen=True, kw_only=True)
class ClearanceRevoked(Event):
    clearance: str

    def told(self) -> str:
        return f"revoked the clearance for {self.clearance}"


@dataclass(frozen=True, kw_only=True)
class PersonDisabled(Event):
    def told(self) -> str:
        return "disabled this person"


@dataclass(frozen=True, kw_only=True)
class PersonEnabled(Event):
    def told(self) -> str:
        return "enabled this person again"


@dataclass(frozen=True, kw_only=True)
class RosterChanged(Event):
    """`fields` are any of shift, time_zone, capacity and specialties; `words` say what each is now and was."""

    fields: list[str]
    words: str

    def told(self) -> str:
        return f"changed the roster: {self.words}"


@dataclass(frozen=True, kw_only=True)
class ApiTokenIssued(Event):
    name: str

    def told(self) -> str:
        return f"issued the API token “{self.name}”"


@dataclass(frozen=True, kw_only=True)
class ApiTokenRevoked(Event):
    name: str

    def told(self) -> str:
        return f"revoked the API token “{self.name}”"


@dataclass(frozen=True, kw_only=True)
class MentionMailChosen(Event):
    when: str

    def told(self) -> str:
        return {
            "unseen": "is mailed when mentioned and not looking",
            "always": "is mailed whenever mentioned",
            "never": "is not mailed when mentioned",
        }[self.when]


@dataclass(frozen=True, kw_only=True)
class NoticeMailed(Event):
    to: str

    def told(self) -> str:
        return f"mailed a notice to {self.to}"


@dataclass(frozen=True, kw_only=True)
class NoticeGiven(Event):
    to: str
    text: str

    def told(self) -> str:
        return f"told {self.to}: {self.text}"
