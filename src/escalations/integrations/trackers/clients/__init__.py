"""One small client for each kind of tracker, behind one seam."""

from .azure_devops import AzureDevOps
from .github import GitHub
from .jira import Jira
from .seam import Client, Words, WorkItem

CLIENTS: dict[str, Client] = {"github": GitHub(), "azure_devops": AzureDevOps(), "jira": Jira()}

__all__ = ["CLIENTS", "Client", "Words", "WorkItem"]
