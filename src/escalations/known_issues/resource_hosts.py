"""Names that a cloud gives to what somebody keeps in it: `hforders.blob.core.windows.net` says whose it is. Pure."""

import re
from collections.abc import Iterator

_KEPT_BELOW = (
    r"(?:blob|file|queue|table|dfs|web)\.core\.(?:windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)",
    r"(?:vault|managedhsm)\.(?:azure\.net|usgovcloudapi\.net|azure\.cn)",
    r"(?:database|servicebus|search|redis\.cache)\.(?:windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)",
    r"(?:(?:postgres|mysql)\.database|documents|openai|cognitiveservices)\.azure\.(?:com|us|cn)",
    r"(?:scm\.)?azurewebsites\.(?:net|us)",
    r"azurecr\.(?:io|us|cn)",
    r"[a-z0-9-]+\.(?:cloudapp\.azure\.com|azmk8s\.io|azurecontainerapps\.io|rds\.amazonaws\.com|elb\.amazonaws\.com)",
    r"s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com",
    r"(?:appspot\.com|run\.app|storage\.googleapis\.com)",
)
_HOST = re.compile(rf"(?<![\w.<>{{}}$%@-])((?:[a-z0-9][a-z0-9-]*\.)*[a-z0-9][a-z0-9-]*)\.(?:{'|'.join(_KEPT_BELOW)})\b", re.IGNORECASE)  # fmt: skip
_ANYBODYS = re.compile(
    r"(?:contoso|fabrikam|your)[\w-]*|(?:my|the|some|source|dest(?:ination)?|target|sample|test(?:ing)?|example|demo|new|old|adventure-?works|foo|bar|storage|blob|file"
    r"|account|name|registry|acr|key|vault|server|sql|db|cluster|aks|app|web|site|function|func|namespace|sb|bucket|resource|service|privatelink|scm|data|geo|secondary|container|instance|x|\d|[.-])+",
    re.IGNORECASE,
)


def resource_hosts_in(text: str) -> Iterator[re.Match[str]]:
    """Those that are not made of the words of examples (`mystorageaccount.blob…`, `contoso-web.azurewebsites.net`)."""
    return (match for match in _HOST.finditer(text) if not _ANYBODYS.fullmatch(match[1]))
