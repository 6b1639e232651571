"""Settings: from the environment (`TROTH_…`) or a `.env` file beside where Troth is started."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import BadSettings


class Settings(BaseSettings):
    """What an operator may set. Names in the environment are these with `TROTH_` before them."""

    model_config = SettingsConfigDict(env_prefix="TROTH_", env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Path("troth-data")
    """Folder for the database. Made if it is not there."""

    log_level: str = Field("WARNING", pattern="^(DEBUG|INFO|WARNING|ERROR)$")


def load_settings() -> Settings:
    """Read the settings. Raises BadSettings with one sentence that names the setting."""
    try:
        return Settings()  # type: ignore[call-arg]  # each has a default
    except ValidationError as why:
        first = why.errors()[0]
        name = "TROTH_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadSettings(f"The setting {name} is wrong: {first['msg']}.") from None


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
