"""What a deployment may set, all through the environment. Production refuses what only suits a demo."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AliasChoices,
    BeforeValidator,
    DirectoryPath,
    Field,
    FilePath,
    SecretStr,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

_MEBIBYTE = 1024 * 1024
_DEVELOPMENT_SECRET = "only-for-development-never-in-production"


def _address(*schemes: str, host: bool = True) -> Callable[[str], str]:
    """The value itself is not repeated: it may hold a password."""
    example = " or ".join(f"{scheme}://…" for scheme in schemes)

    def looked_at(value: str) -> str:
        try:
            parts = urlsplit(value)
            whole = (
                parts.scheme in schemes
                and (bool(parts.hostname) or not host)
                and (parts.port is None or parts.port > 0)
            )
        except ValueError:
            whole = False
        if not whole:
            raise ValueError(f"Write an address: {example}")
        return value

    return looked_at


Database = Annotated[str, AfterValidator(_address("postgresql", "postgres", host=False))]
Mail = Annotated[str, AfterValidator(_address("smtp", "smtps"))]
Site = Annotated[str, AfterValidator(_address("https", "http"))]
Level = Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(lambda said: str(said).lower())]
Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """`DATABASE_URL` is the application role (owns nothing); `DATABASE_OWNER_URL` the role that migrates. `DATABASE_DIRECT_URL` says that
    `DATABASE_URL` leads through a pooler, and is the way past it for what must keep its connection."""

    model_config = SettingsConfigDict(
        env_prefix="ESCALATIONS_", extra="ignore", populate_by_name=True, env_ignore_empty=True
    )

    env: Literal["development", "test", "production"] = "development"
    database_url: Database | None = Field(default=None, validation_alias=AliasChoices("DATABASE_URL", "database_url"))
    database_direct_url: Database | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_DIRECT_URL", "database_direct_url")
    )
    database_copy_url: Database | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_COPY_URL", "database_copy_url")
    )
    database_owner_url: Database | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_OWNER_URL", "database_owner_url")
    )
    database_admin_url: Database | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_ADMIN_URL", "database_admin_url")
    )
    meilisearch_url: Site | None = Field(
        default=None, validation_alias=AliasChoices("MEILISEARCH_URL", "meilisearch_url")
    )
    meilisearch_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("MEILISEARCH_KEY", "meilisearch_key")
    )
    smtp_url: Mail | None = Field(default=None, validation_alias=AliasChoices("SMTP_URL", "smtp_url"))
    secret: SecretStr = SecretStr(_DEVELOPMENT_SECRET)
    public_url: Site = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: Port = 8000
    worker_port: Port | None = Field(default=None, description="where a worker tells its health and figures")
    log: Level = "warning"
    home: Path = Path(".escalations")
    pool_size: int = Field(default=8, ge=1, le=1000)
    attachment_limit: int = Field(
        default=10 * _MEBIBYTE,
        ge=1,
        le=11 * _MEBIBYTE,
        description="bytes; a request ends at 12 MiB, whatever is in it",
    )
    metrics_token: SecretStr | None = Field(
        default=None, description="whoever asks for /metrics from elsewhere sends it"
    )
    feed_hosts: tuple[str, ...] = Field(
        default=(), description="hosts that feeds may ask although they are in a private network, as a JSON list"
    )
    feed_days: int = Field(default=90, ge=1, le=3650, description="how long the bytes of feed deliveries are kept")
    job_days: int = Field(
        default=30, ge=7, le=3650, description="how long marks and logs of jobs that are over are kept"
    )
    routing_rules: DirectoryPath | None = Field(
        default=None, description="the rule files of this installation, made by `escalations routing copy`"
    )
    routing_model: FilePath | None = Field(
        default=None, description="what reads texts, made by `escalations routing train`"
    )

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def is_demo(self) -> bool:
        return self.env == "development" and self.database_url is None

    @model_validator(mode="after")
    def production_is_complete(self) -> "Settings":
        if not self.is_production:
            return self
        missing = [name for name, value in (("DATABASE_URL", self.database_url),) if not value]
        if self.secret.get_secret_value() == _DEVELOPMENT_SECRET or len(self.secret.get_secret_value()) < 32:
            missing.append("ESCALATIONS_SECRET (32 characters or more)")
        if missing:
            raise ValueError(f"With ESCALATIONS_ENV=production set also: {', '.join(missing)}.")
        return self


@cache
def settings() -> Settings:
    return Settings()
