"""What the languages are called that customers write and engineers speak."""

_LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "hi": "Hindi", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "sv": "Swedish", "tr": "Turkish", "zh": "Chinese",
}  # fmt: skip


def language_name(code: str | None) -> str:
    return _LANGUAGES.get(code or "", code or "any language")
