"""The words and shapes of which written moments are made."""

import re
from datetime import timedelta

WEEKDAYS = {
    "monday": 0, "mon": 0, "tuesday": 1, "tue": 1, "tues": 1, "wednesday": 2, "wed": 2, "thursday": 3, "thu": 3, "thurs": 3, "friday": 4, "fri": 4,
    "saturday": 5, "sat": 5, "sunday": 6, "sun": 6,
}  # fmt: skip
MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10,
    "november": 11, "december": 12,
}  # fmt: skip
DAYS = {"this": 0, "today": 0, "tomorrow": 1, "the day after tomorrow": 2, "day after tomorrow": 2}
PARTS = {"morning": 12 * 60, "afternoon": 18 * 60, "evening": 21 * 60, "tonight": 22 * 60, "night": 22 * 60}
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "sixty": 60, "ninety": 90, "half an": 0.5, "half a": 0.5,
    "couple": 2, "few": 3, "several": 3,
}  # fmt: skip
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
ZONES = {
    "utc": "UTC", "gmt": "UTC", "z": "UTC", "zulu": "UTC", "cet": "Europe/Berlin", "cest": "Europe/Berlin", "wet": "Europe/Lisbon",
    "west": "Europe/Lisbon", "eet": "Europe/Helsinki", "eest": "Europe/Helsinki", "bst": "Europe/London", "est": "America/New_York",
    "edt": "America/New_York", "et": "America/New_York", "cst": "America/Chicago", "cdt": "America/Chicago", "ct": "America/Chicago",
    "mst": "America/Denver", "mdt": "America/Denver", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles",
    "ist": "Asia/Kolkata", "jst": "Asia/Tokyo", "sgt": "Asia/Singapore", "aest": "Australia/Sydney", "aedt": "Australia/Sydney",
}  # fmt: skip

_NUMBER = r"\d{1,4}(?:[.,]\d)?|" + "|".join(sorted((re.escape(word) for word in NUMBERS), key=len, reverse=True))
_UNIT = r"(?P<unit>minutes?|mins?|hours?|hrs?|h|days?|weeks?)"
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_WHOLE_WEEKDAY = "|".join(name for name in WEEKDAYS if name.endswith("day"))
_MONTH = "(?:" + "|".join((*MONTHS, *(name[:3] for name in MONTHS))) + ")"
_ZONE = "|".join(sorted(ZONES, key=len, reverse=True))
_END = r"""(?:the\s+)?end\s+of\s+(?:the\s+|my\s+|this\s+|next\s+)?(?:business\s+day|business|day|work|shift|week)|close\s+of\s+business
  |eod|eob|cob|eow|(?:the\s+)?end\s+of(?=\s+(?:today|tomorrow|mon|tue|wed|thu|fri|sat|sun))"""
_DAY = rf"""(?:the\s+)?day\s+after\s+tomorrow | today | tomorrow | \d{{4}}-\d{{1,2}}-\d{{1,2}} | \d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}})?
  | \d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b(?:,?\s+\d{{4}})? | {_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})? | (?:{_WEEKDAY})\b"""
SPAN = re.compile(
    rf"""\s*(?:the\s+)?(?:next\s+|coming\s+|following\s+)?(?:about\s+|around\s+|approximately\s+)?(?:a\s+(?=couple|few))?
    (?:(?P<number>{_NUMBER})\s*(?:(?:-|–|to|or)\s*(?P<upper>\d{{1,3}})\s*)?(?:of\s+)?[\s-]*(?P<working>business\s+|working\s+)?{_UNIT}|hour)\b""",
    re.VERBOSE | re.IGNORECASE,
)
START = re.compile(
    rf"""(?<![\w@/.-])(?:(?P<lead>(?P<span>within|in)
      |(?P<loose>until|till|around|about|approximately|(?:by|at|before)\s+(?:about|around|approximately))
      |(?P<firm>(?:no|not)\s+later\s+than|(?:at\s+the\s+)?latest\s+by|by|before|(?P<update>next\s+(?:update|message))(?:\s+(?:is|will\s+be|follows|comes))?
        \s*(?::|\s(?:-|–|at|by|in|within|on))?)
      |at|on|between)(?=\s|:)
    |(?=(?:this\s+)(?:morning|afternoon|evening)\b|tonight\b|(?:next\s+|coming\s+|this\s+)?(?:(?:the\s+)?day\s+after\s+tomorrow|today|tomorrow|{_WHOLE_WEEKDAY})\b))""",
    re.VERBOSE | re.IGNORECASE,
)
NOT_AHEAD = re.compile(r"(?:since|after|from|last|past|previous|than)\s+$", re.IGNORECASE)
"""What stands before a day on which nothing is promised."""
TOKENS = re.compile(
    rf"""[\s,(]*(?:(?P<ends>{_END})\b
    |(?:(?P<next>next|coming)\s+|this\s+)?(?P<day>{_DAY})
    |(?P<this>this\s+)?(?:in\s+the\s+|the\s+)?(?P<part>morning|afternoon|evening|tonight)\b
    |(?P<noon>noon|midday|midnight)\b
    |(?P<hour>\d{{1,2}})(?:(?::(?P<minute>\d{{2}})(?::\d{{2}})?(?!\d)|(?=\s*[ap]\.?m\b|\s+o'?clock|\s*(?:{_ZONE})\b|\s+(?:today|tomorrow|on\s+(?:{_WEEKDAY})\b))|h(?=\s))
        \s*(?:(?P<half>[ap])\.?m\b\.?)?(?:\s*o'?clock)?)
    |(?:at|by|before)\s+(?P<bare>\d{{1,2}})(?=\s*(?:[.,;!?)]|$))
    |(?P<zone>(?:utc|gmt)\s?[+-]\d{{1,2}}(?::?00)?|(?:{_ZONE})\b|(?:your|local|my)\s+(?:local\s+)?time|(?-i:[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s+time\b)
    |(?P<filler>(?:at\s+the\s+latest|at|on|by|before|the|and|to|-|–|T(?=\d))(?=[\s\d])))""",
    re.VERBOSE | re.IGNORECASE,
)
