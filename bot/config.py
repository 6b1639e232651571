"""Settings: from the environment (`TROTH_…`) or a `.env` file beside where Troth is started.

A secret may lie in a file of its own instead, named by the same setting with `_FILE` after it, so that containers
and systemd can hand it over without showing it to every process.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import SplitResult, unquote, urlsplit

from dotenv import dotenv_values
from filelock import FileLock, Timeout
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import BadSettings

PREFIX: Final = "TROTH_"
ENV_FILE: Final = ".env"
TELEGRAM: Final = "https://api.telegram.org"
DISCORD: Final = "https://discord.com/api"
DISCORD_GATEWAY: Final = "wss://gateway.discord.gg"

_SECRETS: Final = ("telegram_token", "telegram_webhook_secret", "discord_token")
_TOKEN: Final = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{30,}")
# Both from https://core.telegram.org/bots/api#setwebhook.
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PORTS: Final = frozenset({80, 88, 443, 8443})
# The bot's id, a time and a signature, each in URL-safe base 64.
_DISCORD_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{18,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{20,}")
_VERSION: Final = re.compile(r"/v[0-9]+/?$")

# Of tests and developers, read elsewhere.
_ELSEWHERE: Final = frozenset({"TROTH_AXE", "TROTH_CHROMIUM", "TROTH_SHOTS"})


NO_PLATFORM: Final = (
    "troth run needs a platform: set TROTH_TELEGRAM_TOKEN to the token of a bot that you make with @BotFather on "
    "Telegram, or TROTH_DISCORD_TOKEN to that of one that you make at https://discord.com/developers/applications, or "
    "both (to try Troth without one: troth play)."
)


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """How to be a bot on Telegram. The API is asked at `api_url` + "/bot<token>/<method>".

    With `mode` "webhook" Telegram brings updates to `webhook_url` and proves itself by `webhook_secret`; where that
    is None, each start makes a new one.
    """

    token: SecretStr
    api_url: str = TELEGRAM
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_secret: SecretStr | None = None


@dataclass(frozen=True, slots=True)
class DiscordSettings:
    """How to be a bot on Discord. The API is asked at `api_url` + "/v10/…".

    `gateway_url` leads to the gateway wherever it is not Discord's own, whatever the API says. `shards` is how many
    connections there are to the gateway; None has Discord say. `message_content` asks for the intent of that name,
    which Discord grants on request, so that what a couple writes in their own channel of a server can be carried.
    """

    token: SecretStr
    api_url: str = DISCORD
    gateway_url: str = DISCORD_GATEWAY
    shards: int | None = None
    message_content: bool = False


class Settings(BaseSettings):
    """What an operator may set. Names in the environment are these with `TROTH_` before them.

    Each description says what is right, in the words in which a wrong one is refused.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, extra="ignore", frozen=True, env_ignore_empty=True
    )

    data_dir: Path = Field(default=Path("troth-data"), description="it must be a folder")
    """Folder for the database. Made if it is not there."""

    content_dir: Path | None = Field(
        default=None, description="it must be a folder that holds guides of your own, or words"
    )
    """Folder with guides and words beside Troth's own, laid out as `content/` is; None for none."""

    database_url: SecretStr = Field(default=SecretStr(""), description='it must look like "sqlite:///folder/troth.db"')
    """Where the database is; empty for `troth.db` in the data folder."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="WARNING", description="it must be DEBUG, INFO, WARNING or ERROR"
    )

    http_host: str = Field(default="127.0.0.1", description="it must be an address of this machine")
    http_port: int = Field(default=0, ge=0, le=65535, description="it must be a number from 1 to 65535, or 0 for none")

    telegram_token: SecretStr | None = Field(
        default=None,
        description='it must be a token as @BotFather gives it, numbers, a colon and 35 characters ("123:ABC…")',
    )
    telegram_token_file: Path | None = Field(default=None, description="it must be a path")
    telegram_api_url: str = Field(
        default=TELEGRAM,
        description=f'it must be the address of a Bot API server without a token, such as "{TELEGRAM}"',
    )
    telegram_mode: Literal["polling", "webhook"] = Field(default="polling", description="it must be polling or webhook")
    telegram_webhook_url: str = Field(default="", description='it must look like "https://troth.example.org/telegram"')
    telegram_webhook_secret: SecretStr | None = Field(
        default=None, description="it must be 1 to 256 letters, digits, hyphens and underscores"
    )
    telegram_webhook_secret_file: Path | None = Field(default=None, description="it must be a path")

    discord_token: SecretStr | None = Field(
        default=None,
        description="it must be a token as the developer portal of Discord shows it, three parts with dots between",
    )
    discord_token_file: Path | None = Field(default=None, description="it must be a path")
    discord_api_url: str = Field(
        default=DISCORD,
        description=f'it must be the address of Discord\'s API without a version, such as "{DISCORD}"',
    )
    discord_gateway_url: str = Field(
        default=DISCORD_GATEWAY, description=f'it must be the address of a gateway, such as "{DISCORD_GATEWAY}"'
    )
    discord_shards: Literal["auto"] | Annotated[int, Field(ge=1, le=10_000)] = Field(
        default="auto", description="it must be auto or a number from 1 on"
    )
    discord_message_content: bool = Field(default=False, description="it must be on or off")

    @field_validator("*", mode="before")
    @classmethod
    def _trimmed(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _any_case(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("discord_shards", mode="before")
    @classmethod
    def _auto_in_any_case(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @property
    def telegram(self) -> TelegramSettings | None:
        """What concerns Telegram; None if it is not to be served."""
        if self.telegram_token is None:
            return None
        return TelegramSettings(
            self.telegram_token,
            self.telegram_api_url.rstrip("/"),
            self.telegram_mode,
            self.telegram_webhook_url,
            self.telegram_webhook_secret,
        )

    @property
    def discord(self) -> DiscordSettings | None:
        """What concerns Discord; None if it is not to be served."""
        if self.discord_token is None:
            return None
        return DiscordSettings(
            self.discord_token,
            self.discord_api_url.rstrip("/"),
            self.discord_gateway_url.rstrip("/"),
            None if self.discord_shards == "auto" else self.discord_shards,
            self.discord_message_content,
        )

    @property
    def database(self) -> Path | None:
        """The database file; None for the one in the data folder."""
        url = self.database_url.get_secret_value()
        return Path(unquote(url.removeprefix("sqlite:///"))) if url else None

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must never be shown."""
        held = (self.telegram_token, self.telegram_webhook_secret, self.discord_token)
        return tuple(one.get_secret_value() for one in held if one is not None)


def load_settings() -> Settings:
    """Read the settings. Raises BadSettings with one sentence that names the setting, and never shows a secret."""
    try:
        settings = Settings()
    except ValidationError as why:
        raise _wrong(str(why.errors(include_input=False)[0]["loc"][0])) from None
    except (OSError, UnicodeDecodeError):
        raise BadSettings(f"The file {ENV_FILE} beside where Troth was started can't be read.") from None
    read = {name: secret for name in _SECRETS if (secret := _from_file(settings, name)) is not None}
    settings = settings.model_copy(update=read)
    if settings.content_dir is not None and not settings.content_dir.is_dir():
        raise _wrong("content_dir")
    _check_database(settings.database_url.get_secret_value())
    _check_telegram(settings)
    _check_discord(settings)
    return settings


def _wrong(name: str, why: str = "") -> BadSettings:
    why = why or Settings.model_fields[name].description or "it is not what it should be"
    return BadSettings(f"The setting {PREFIX}{name.upper()} is wrong: {why}.")


def _from_file(settings: Settings, name: str) -> SecretStr | None:
    """A secret that lies in a file; None if no file is named."""
    path: Path | None = getattr(settings, f"{name}_file")
    if path is None:
        return None
    setting = f"{PREFIX}{name.upper()}"
    if getattr(settings, name) is not None:
        raise BadSettings(f"Both {setting} and {setting}_FILE are set: keep one of them.")
    try:
        text = path.read_text("utf-8").strip()
    except (OSError, ValueError) as why:
        reason = why.strerror if isinstance(why, OSError) else "it is no text"
        raise BadSettings(f"{setting}_FILE names {path}, which can't be read: {reason}.") from None
    if not text:
        raise BadSettings(f"{setting}_FILE names {path}, which is empty.")
    return SecretStr(text)


def _check_database(url: str) -> None:
    if url.lower().startswith("postgres"):
        raise BadSettings(
            f"The setting {PREFIX}DATABASE_URL names PostgreSQL, but this Troth keeps its data in SQLite: "
            'leave it out, or write "sqlite:///folder/troth.db".'
        )
    path = url.removeprefix("sqlite:///")
    if url and (path == url or not path or path.endswith("/") or "?" in path or path == ":memory:"):
        raise _wrong("database_url")


def _check_telegram(settings: Settings) -> None:
    api = _address(settings, "telegram_api_url")
    if api.query or api.fragment or re.search(r"/bot[0-9]", api.path):
        raise _wrong("telegram_api_url")
    if settings.telegram_token is not None and not _TOKEN.fullmatch(settings.telegram_token.get_secret_value()):
        raise _wrong("telegram_token")
    secret = settings.telegram_webhook_secret
    if secret is not None and not _SECRET.fullmatch(secret.get_secret_value()):
        raise _wrong("telegram_webhook_secret")
    if settings.telegram_mode == "webhook":
        _check_webhook(settings)


def _check_webhook(settings: Settings) -> None:
    if not settings.telegram_webhook_url:
        raise BadSettings(
            f"{PREFIX}TELEGRAM_MODE is webhook, so {PREFIX}TELEGRAM_WEBHOOK_URL must say where Telegram reaches Troth."
        )
    if not settings.http_port:
        raise BadSettings(f"{PREFIX}TELEGRAM_MODE is webhook, so {PREFIX}HTTP_PORT must name the port to listen on.")
    url = _address(settings, "telegram_webhook_url")
    if settings.telegram_api_url.rstrip("/") != TELEGRAM:
        return  # a Bot API server of one's own takes any address
    if url.scheme != "https":
        raise _wrong("telegram_webhook_url", "Telegram takes only addresses that begin with https://")
    if (url.port or 443) not in _PORTS:
        raise _wrong("telegram_webhook_url", "Telegram takes only the ports 443, 80, 88 and 8443")


def _check_discord(settings: Settings) -> None:
    api = _address(settings, "discord_api_url")
    if api.query or api.fragment or _VERSION.search(api.path):
        raise _wrong("discord_api_url")
    gateway = _address(settings, "discord_gateway_url", ("ws", "wss"))
    if gateway.query or gateway.fragment:
        raise _wrong("discord_gateway_url")
    token = settings.discord_token
    if token is not None and not _DISCORD_TOKEN.fullmatch(token.get_secret_value()):
        raise _wrong("discord_token")


def _address(settings: Settings, name: str, schemes: Collection[str] = ("http", "https")) -> SplitResult:
    text: str = getattr(settings, name)
    try:
        url = urlsplit(text)
        whole = url.scheme in schemes and url.hostname and (url.port is None or url.port > 0)
    except ValueError:
        raise _wrong(name) from None
    if not whole or url.username is not None or re.search(r"\s", text):
        raise _wrong(name)
    return url


def unknown_settings(environment: Mapping[str, str] = os.environ) -> list[str]:
    """A sentence for each `TROTH_…` setting that nothing reads, with the one it may be meant to be."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    given = {*environment, *(dotenv_values(ENV_FILE) if Path(ENV_FILE).is_file() else {})}
    sentences = []
    for name in sorted(one for one in given if one.upper().startswith(PREFIX)):
        if name.upper() not in known | _ELSEWHERE:
            near = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.8)
            meant = f": is {near[0]} meant" if near else ""
            sentences.append(f"There is no setting {name}{meant}{'?' if near else '.'}")
    return sentences


def usable_folder(folder: Path) -> Path:
    """The folder, made if need be. Raises BadSettings if nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".troth-probe"
        probe.touch()
        probe.unlink()
    except OSError as why:
        raise BadSettings(f"The data folder {folder} can't be written: {why.strerror}.") from None
    return folder.resolve()


def hold(folder: Path) -> FileLock:
    """Keep every other process off this data folder. Raises BadSettings if one is there already."""
    lock = FileLock(folder / "troth.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BadSettings(
            f"Another Troth is already running on {folder}: stop it first, or choose another data folder."
        ) from None
    return lock


def needed_platforms(settings: Settings) -> tuple[TelegramSettings | DiscordSettings, ...]:
    """The platforms to serve, one or both. Raises BadSettings if none is set."""
    found = tuple(one for one in (settings.telegram, settings.discord) if one is not None)
    if not found:
        raise BadSettings(NO_PLATFORM)
    return found
