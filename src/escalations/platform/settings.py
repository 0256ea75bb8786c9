"""What a deployment may set, all through the environment. Production refuses what only suits a demo."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_DEVELOPMENT_SECRET = "only-for-development-never-in-production"


class Settings(BaseSettings):
    """`DATABASE_URL` is the application role (owns nothing); `DATABASE_OWNER_URL` the role that migrates. `DATABASE_DIRECT_URL` says that
    `DATABASE_URL` leads through a pooler, and is the way past it for what must keep its connection."""

    model_config = SettingsConfigDict(env_prefix="ESCALATIONS_", extra="ignore", populate_by_name=True)

    env: Literal["development", "test", "production"] = "development"
    database_url: str | None = Field(default=None, validation_alias=AliasChoices("DATABASE_URL", "database_url"))
    database_direct_url: str | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_DIRECT_URL", "database_direct_url")
    )
    database_copy_url: str | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_COPY_URL", "database_copy_url")
    )
    database_owner_url: str | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_OWNER_URL", "database_owner_url")
    )
    database_admin_url: str | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_ADMIN_URL", "database_admin_url")
    )
    meilisearch_url: str | None = Field(
        default=None, validation_alias=AliasChoices("MEILISEARCH_URL", "meilisearch_url")
    )
    meilisearch_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("MEILISEARCH_KEY", "meilisearch_key")
    )
    smtp_url: str | None = Field(default=None, validation_alias=AliasChoices("SMTP_URL", "smtp_url"))
    secret: SecretStr = SecretStr(_DEVELOPMENT_SECRET)
    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    home: Path = Path(".escalations")
    pool_size: int = 8
    attachment_limit: int = Field(default=10 * 1024 * 1024, description="bytes")
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
    routing_model: Path | None = Field(
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
