"""The lines by which mail programs begin what was said before, in the languages that customers write."""

import re

_WROTE = (
    r"On\b.* wrote", r"Am\b.* schrieb\b.*", r"Le\b.* a écrit", r"El\b.* escribió", r"Il\b.* ha scritto", r"Em\b.* escreveu", r"A\b.* va escriure",
    r"Op\b.* schreef\b.*", r"Den\b.* skrev\b.*", r"(?:man|tirs|ons|tors|fre|lør|søn|mån|tis|lör|sön)\w*\.?\b.* skrev\b.*", r"W dniu\b.* (?:napisał|pisze)\b.*",
    r"(?:Dne|ne|po|út|st|čt|pá|so)\b.* (?:napsal|odesílatel)\b.*", r".*\bkirjoitti\b.*", r".*\byazdı", r".*\b(?:пишет|написал|писал)\b.*", r".*のメール", r".*(?:さん)?は?書きました", r".*写道", r".*寫道",
    r".*님이 작성", r".* wrote",
)  # fmt: skip
WROTE = re.compile(rf"^\W{{0,3}}(?:{'|'.join(_WROTE)})\s*[:：]\s*$", re.IGNORECASE)
_DATED = re.compile(r"\d.*\d|@")
_OF_A_MAIL = re.compile(r"@|20\d\d")
LONGEST_LEAD = 3
"""Lines over which a mail program breaks one such sentence."""
LONGEST_LINE = 300

_SEPARATOR = re.compile(
    r"^\W*(?:-{2,}|_{2,})?\s*(?:original (?:message|appointment)|forwarded message|(?:ursprüngliche|weitergeleitete) nachricht|message (?:d.origine|transféré)|"
    r"mensaje (?:original|reenviado)|messaggio (?:originale|inoltrato)|mensagem (?:original|encaminhada)|oorspronkelijk bericht|doorgestuurd bericht|"
    r"ursprungligt meddelande|oprindelig meddelelse|wiadomość oryginalna|исходное сообщение|пересланное сообщение|元のメッセージ|转发的邮件)\s*-*\W*$",
    re.IGNORECASE,
)  # fmt: skip
_APPLE = re.compile(
    r"^(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:transféré|réexpédié)|inicio del mensaje reenviado|"
    r"inizio messaggio inoltrato|início da mensagem encaminhada|begin doorgestuurd bericht)\s*:$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^_{10,}$")
FROM = re.compile(
    r"^\W{0,3}(?:From|Von|De|Da|Van|Från|Fra|Od|Lähettäjä|Gönderen|От|差出人|发件人|보낸 사람)\*{0,2}\s*[:：]",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"^\W{0,3}(?:From|Sent|Date|To|Cc|Subject|Reply-To|Importance|Von|Gesendet|Datum|An|Betreff|Antwort an|De|Envoyé|À|Objet|Enviado(?: el)?|Fecha|Para|Asunto|Da|Inviato|Data|A|Oggetto|"
    r"Assunto|Van|Verzonden|Aan|Onderwerp|Från|Skickat|Till|Ämne|Fra|Sendt|Til|Emne|Od|Wysłano|Do|DW|Temat|От|Отправлено|Дата|Кому|Тема|差出人|送信日時|宛先|件名|发件人|发送时间|收件人|主题|보낸 사람|받는 사람|제목)\*{0,2}\s*[:：]",
    re.IGNORECASE,
)  # fmt: skip
HEADINGS_OF_A_MAIL = 3


def lead_at(lines: list[str], at: int) -> int:
    """How many lines from `at` say "On Monday Lena wrote:", 0 if they do not. It names a day or an address, or it is somebody's sentence."""
    for count in range(1, LONGEST_LEAD + 1):
        told = [line.strip() for line in lines[at : at + count]]
        joined = " ".join(told)
        if not all(told) or len(told) < count or len(joined) > LONGEST_LINE or any(line[0] == ">" for line in told):
            return 0
        if joined[-1] in ":：" and WROTE.match(joined) and _DATED.search(joined):
            return count
    return 0


def is_of_a_mail(lines: list[str]) -> bool:
    """Whether the lead names an address or the year, as mail programs do. "On 12 November 14:05 the service wrote:" leads to what somebody
    wants to be read."""
    return any(_OF_A_MAIL.search(line) for line in lines)


def begins_original(lines: list[str], at: int) -> bool:
    """Whether a whole mail stands from here to the end: behind a separator, or behind the heading that Outlook gives it."""
    line = lines[at].strip()
    if len(line) > LONGEST_LINE:
        return False
    if _SEPARATOR.match(line) or _APPLE.match(line):
        return True
    return _is_heading(lines, at + 1 if _RULE.match(line) else at)


def _is_heading(lines: list[str], at: int) -> bool:
    near = [line.strip() for line in lines[at : at + 8] if line.strip()]
    if not near or not FROM.match(near[0]):
        return False
    return sum(bool(_HEADING.match(line)) for line in near[:5]) >= HEADINGS_OF_A_MAIL
