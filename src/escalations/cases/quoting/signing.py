"""Where a signature begins: at the line that mail programs agree on, or at what a phone writes below."""

import re

LONGEST = 15
_DELIMITER = re.compile(r"^--\s?$")
_OF_A_PHONE = re.compile(
    r"^(?:sent from (?:my|outlook|mail|yahoo)\b|get outlook for\b|von meinem .{2,30} gesendet|gesendet (?:von|mit)\b|envoyé (?:de|depuis) (?:mon|ma|outlook)\b|enviado (?:desde|do) (?:mi|meu|outlook)\b|"
    r"inviato (?:da|dal mio)\b|verzonden vanaf mijn\b|verstuurd vanaf mijn\b|skickat från min\b|sendt fra min\b|wysłane z\b|отправлено с\b|iPhoneから送信|发自我的)",
    re.IGNORECASE,
)  # fmt: skip


def could_begin_signature(line: str) -> bool:
    return bool(_DELIMITER.match(line)) or (len(line) <= 80 and bool(_OF_A_PHONE.match(line.strip())))


def is_signature(lines: list[str]) -> bool:
    """What stands below is short: a rule across a long text begins none."""
    return 1 < len(lines) <= LONGEST if _DELIMITER.match(lines[0]) else len(lines) <= 3
