"""What the customers write, and what is answered."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    family: str
    product: str
    title: str
    told: str


STORIES = (
    Story("storage", "azure_files", "Share cannot be mounted", "Our machines cannot mount the file share since this morning: mount error(13)."),
    Story("storage", "blob_storage", "Blob uploads answer 503", "Uploads to one container are refused with 503 for minutes at a time."),
    Story("kubernetes", "aks", "Nodes do not become ready", "After scaling out the new nodes stay NotReady and pods wait for a place."),
    Story("networking", "vpn_gateway", "The tunnel drops every hour", "The site-to-site tunnel renegotiates and stays down for minutes."),
    Story("web_apps", "app_service", "The site restarts by itself", "The web application restarts several times an hour, customers see 502."),
    Story("identity", "entra_id", "Sign-in fails for guests", "Guests are asked again and again and cannot sign in."),
    Story("virtual_machines", "virtual_machine", "A machine does not start", "One virtual machine fails to start: allocation failed."),
    Story("databases", "sql_database", "Queries time out", "The database answers slowly since the last failover, queries time out."),
    Story("serverless", "functions", "Timer triggers do not fire", "Our function with a timer trigger has not fired since midnight."),
)  # fmt: skip
REPLIES = (
    "Thank you for the details. We look into it now.",
    "We have reproduced part of what you see and go on from there.",
    "We compared the last hours with the day before and see the same pattern as you.",
    "The change that we made should help. Please tell us whether it does.",
)
ANSWERS = (
    "It still happens.",
    "Here is what you asked for.",
    "It happened again an hour ago.",
    "It is better, but not gone.",
)
