"""Settings: each wrong or missing one is named in one sentence, and no secret is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import DISCORD, DISCORD_GATEWAY, TELEGRAM, load_settings, needed_platforms, unknown_settings
from bot.errors import BadSettings

TOKEN = "123456789:AAE-a-token-that-must-never-be-shown-0"
DISCORD_TOKEN = "MTEwMDAwMDAwMDAwMDAwMDAw.GaAaAa.a-token-that-must-never-be-shown-00"
WEBHOOK = {
    "TELEGRAM_TOKEN": TOKEN,
    "TELEGRAM_MODE": "webhook",
    "TELEGRAM_WEBHOOK_URL": "https://troth.example/telegram",
    "HTTP_PORT": "8080",
}


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is set but what a test sets."""
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_TOKEN", "DISCORD_TOKEN", "DATA_DIR", "LOG_LEVEL"):
        monkeypatch.delenv(f"TROTH_{name}", raising=False)


def put(monkeypatch: pytest.MonkeyPatch, **given: str) -> None:
    """Set these."""
    for name, value in given.items():
        monkeypatch.setenv(f"TROTH_{name}", value)


def refused(monkeypatch: pytest.MonkeyPatch, **given: str) -> str:
    """The one sentence in which this is refused."""
    put(monkeypatch, **given)
    with pytest.raises(BadSettings) as why:
        load_settings()
    sentence = str(why.value)
    assert "\n" not in sentence
    assert "never-be-shown" not in sentence
    return sentence


def test_nothing_set() -> None:
    """Without a setting there are defaults, and no platform."""
    settings = load_settings()
    assert settings.telegram is None
    assert settings.discord is None
    assert settings.database is None
    assert (settings.http_host, settings.http_port, settings.log_level) == ("127.0.0.1", 0, "WARNING")


def test_a_token_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a token alone Telegram is served, at its own address, by long polling; and the token is not shown."""
    put(monkeypatch, TELEGRAM_TOKEN=f" {TOKEN}\n", TELEGRAM_WEBHOOK_SECRET="")
    settings = load_settings()
    telegram = settings.telegram
    assert telegram is not None
    assert telegram.token.get_secret_value() == TOKEN
    assert (telegram.api_url, telegram.mode, telegram.webhook_secret) == (TELEGRAM, "polling", None)
    assert settings.secrets == (TOKEN,)
    for shown in (repr(settings), str(settings), repr(telegram)):
        assert "never-be-shown" not in shown


def test_a_token_is_enough_for_discord(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a token alone Discord is served, at its own addresses, with as many shards as it likes."""
    put(monkeypatch, DISCORD_TOKEN=f" {DISCORD_TOKEN}\n", DISCORD_API_URL="")
    settings = load_settings()
    discord = settings.discord
    assert discord is not None
    assert discord.token.get_secret_value() == DISCORD_TOKEN
    assert (discord.api_url, discord.gateway_url) == (DISCORD, DISCORD_GATEWAY)
    assert (discord.shards, discord.message_content) == (None, False)
    assert settings.secrets == (DISCORD_TOKEN,)
    for shown in (repr(settings), str(settings), repr(discord)):
        assert "never-be-shown" not in shown


def test_all_about_discord(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other addresses, a number of shards, the words of what people write in servers."""
    addresses = {"DISCORD_API_URL": "http://127.0.0.1:1/api/", "DISCORD_GATEWAY_URL": "ws://127.0.0.1:1/gateway/"}
    put(monkeypatch, DISCORD_TOKEN=DISCORD_TOKEN, DISCORD_SHARDS="3", DISCORD_MESSAGE_CONTENT="on", **addresses)
    discord = load_settings().discord
    assert discord is not None
    assert (discord.api_url, discord.gateway_url) == ("http://127.0.0.1:1/api", "ws://127.0.0.1:1/gateway")
    assert (discord.shards, discord.message_content) == (3, True)
    put(monkeypatch, DISCORD_SHARDS="Auto")
    again = load_settings().discord
    assert again is not None
    assert again.shards is None


def test_the_platforms_to_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is refused in a sentence that names both; one is enough; both are both."""
    with pytest.raises(BadSettings) as why:
        needed_platforms(load_settings())
    assert "TROTH_TELEGRAM_TOKEN" in str(why.value)
    assert "TROTH_DISCORD_TOKEN" in str(why.value)
    put(monkeypatch, DISCORD_TOKEN=DISCORD_TOKEN)
    assert needed_platforms(load_settings()) == (load_settings().discord,)
    put(monkeypatch, TELEGRAM_TOKEN=TOKEN)
    assert needed_platforms(load_settings()) == (load_settings().telegram, load_settings().discord)
    assert load_settings().secrets == (TOKEN, DISCORD_TOKEN)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISCORD_TOKEN", "never-be-shown"),
        ("DISCORD_TOKEN", f"Bot {DISCORD_TOKEN}"),
        ("DISCORD_TOKEN", f"{DISCORD_TOKEN}/x"),
        ("DISCORD_API_URL", "discord.com/api"),
        ("DISCORD_API_URL", "wss://gateway.discord.gg"),
        ("DISCORD_API_URL", "https://discord.com/api/v10"),
        ("DISCORD_API_URL", "https://discord.com/api/v9/"),
        ("DISCORD_API_URL", "https://discord.com/api?x=1"),
        ("DISCORD_API_URL", "https://user:never-be-shown@host/api"),
        ("DISCORD_GATEWAY_URL", "https://gateway.discord.gg"),
        ("DISCORD_GATEWAY_URL", "wss://gateway.discord.gg/?v=10"),
        ("DISCORD_GATEWAY_URL", "ws://"),
        ("DISCORD_SHARDS", "0"),
        ("DISCORD_SHARDS", "-1"),
        ("DISCORD_SHARDS", "some"),
        ("DISCORD_SHARDS", "1.5"),
        ("DISCORD_MESSAGE_CONTENT", "perhaps"),
        ("TELEGRAM_TOKEN", "AAE-a-token-that-must-never-be-shown-0"),
        ("TELEGRAM_TOKEN", "123456789:never-be-shown"),
        ("TELEGRAM_TOKEN", f"{TOKEN}/never-be-shown"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "ftp://api.telegram.org"),
        ("TELEGRAM_API_URL", "https://api.telegram.org/?x=1"),
        ("TELEGRAM_API_URL", "https://api.telegram.org/#x"),
        ("TELEGRAM_API_URL", f"https://api.telegram.org/bot{TOKEN}"),
        ("TELEGRAM_API_URL", "https://user:never-be-shown@host"),
        ("TELEGRAM_API_URL", "http://host:99999"),
        ("TELEGRAM_API_URL", "http://[host"),
        ("TELEGRAM_API_URL", "http://ho st"),
        ("TELEGRAM_MODE", "push"),
        ("TELEGRAM_WEBHOOK_SECRET", "never-be-shown!"),
        ("TELEGRAM_WEBHOOK_SECRET", "never-be-shown" * 20),
        ("HTTP_PORT", "http"),
        ("HTTP_PORT", "65536"),
        ("HTTP_PORT", "-1"),
        ("LOG_LEVEL", "LOUD"),
        ("DATABASE_URL", "mysql://never-be-shown@host/db"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:///troth.db?mode=ro"),
        ("DATABASE_URL", "troth.db"),
    ],
)
def test_what_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A wrong value: the sentence names the setting and says what it must be, and does not show a secret."""
    sentence = refused(monkeypatch, **{name: value})
    assert sentence.startswith(f"The setting TROTH_{name} is wrong: ")
    assert sentence.endswith(".")


def test_postgresql_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever names PostgreSQL is told that this Troth keeps its data in SQLite; the password is not shown."""
    for scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        sentence = refused(monkeypatch, DATABASE_URL=f"{scheme}://troth:never-be-shown@host/troth")
        assert "SQLite" in sentence
        assert "TROTH_DATABASE_URL" in sentence


def test_where_the_database_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three strokes lead to a path from here, four to one from the root."""
    put(monkeypatch, DATABASE_URL="sqlite:///kept/troth.db")
    assert load_settings().database == Path("kept/troth.db")
    put(monkeypatch, DATABASE_URL="sqlite:////srv/my%20data/troth.db")
    assert load_settings().database == Path("/srv/my data/troth.db")


# -- secrets in files --------------------------------------------------------------------------------------------


def test_a_secret_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret may lie in a file, with or without a line's end after it."""
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    (tmp_path / "secret").write_text("abc")
    put(monkeypatch, TELEGRAM_TOKEN_FILE="token", TELEGRAM_WEBHOOK_SECRET_FILE=str(tmp_path / "secret"))
    assert load_settings().secrets == (TOKEN, "abc")
    (tmp_path / "discord").write_text(f"{DISCORD_TOKEN}\n")
    put(monkeypatch, DISCORD_TOKEN_FILE="discord")
    assert load_settings().secrets == (TOKEN, "abc", DISCORD_TOKEN)


def test_a_file_that_is_no_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not there, a folder, empty, no text, or not a token: each in a sentence that names the setting."""
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "wrong").write_text("never-be-shown")
    for name, why in (("gone", "No such file"), (".", "directory"), ("empty", "empty"), ("bytes", "no text")):
        sentence = refused(monkeypatch, TELEGRAM_TOKEN_FILE=str(tmp_path / name))
        assert sentence.startswith("TROTH_TELEGRAM_TOKEN_FILE names ")
        assert why in sentence
    assert "TROTH_TELEGRAM_TOKEN is wrong" in refused(monkeypatch, TELEGRAM_TOKEN_FILE=str(tmp_path / "wrong"))


def test_both_a_secret_and_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given twice, nobody can tell which is meant."""
    (tmp_path / "token").write_text(TOKEN)
    sentence = refused(monkeypatch, TELEGRAM_TOKEN=TOKEN, TELEGRAM_TOKEN_FILE=str(tmp_path / "token"))
    assert sentence.startswith("Both TROTH_TELEGRAM_TOKEN and TROTH_TELEGRAM_TOKEN_FILE are set")


def test_a_dotenv_file(tmp_path: Path) -> None:
    """What is not in the environment may stand in a .env file; one that can't be read is named."""
    (tmp_path / ".env").write_text(f"TROTH_TELEGRAM_TOKEN={TOKEN}\nTROTH_LOG_LEVEL=info\nTROTH_HTTP_PROT=1\nOTHER=1\n")
    settings = load_settings()
    assert settings.secrets == (TOKEN,)
    assert settings.log_level == "INFO"
    assert unknown_settings({}) == ["There is no setting TROTH_HTTP_PROT: is TROTH_HTTP_PORT meant?"]
    (tmp_path / ".env").write_bytes(b"TROTH_LOG_LEVEL=\xff\xfe")
    with pytest.raises(BadSettings, match=r"\.env"):
        load_settings()


# -- webhooks ----------------------------------------------------------------------------------------------------


def test_a_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    """A webhook needs an address and a port to listen on; its secret is optional."""
    put(monkeypatch, **WEBHOOK)
    telegram = load_settings().telegram
    assert telegram is not None
    assert (telegram.mode, telegram.webhook_url) == ("webhook", "https://troth.example/telegram")


@pytest.mark.parametrize("missing", ["TELEGRAM_WEBHOOK_URL", "HTTP_PORT"])
def test_what_a_webhook_lacks_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """A webhook without its address or its port: the sentence names what is missing, and why."""
    sentence = refused(monkeypatch, **{name: value for name, value in WEBHOOK.items() if name != missing})
    assert f"TROTH_{missing}" in sentence
    assert "TROTH_TELEGRAM_MODE is webhook" in sentence


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://troth.example/telegram", "https://"),
        ("https://troth.example:8081/telegram", "ports"),
        ("troth.example/telegram", "it must look like"),
    ],
)
def test_telegram_takes_not_every_address(monkeypatch: pytest.MonkeyPatch, address: str, why: str) -> None:
    """Telegram brings updates only by https and to four ports."""
    assert why in refused(monkeypatch, **{**WEBHOOK, "TELEGRAM_WEBHOOK_URL": address})


def test_a_server_of_ones_own_takes_any_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """A self-hosted Bot API server reaches any port, without https too."""
    own = {"TELEGRAM_API_URL": "http://10.0.0.2:8081/", "TELEGRAM_WEBHOOK_URL": "http://10.0.0.3:9000/t"}
    put(monkeypatch, **{**WEBHOOK, **own})
    telegram = load_settings().telegram
    assert telegram is not None
    assert telegram.api_url == "http://10.0.0.2:8081"


# -- typing errors -----------------------------------------------------------------------------------------------


def test_a_setting_that_nothing_reads() -> None:
    """A name that is mistyped is told, with the one that is meant if that can be guessed."""
    given = {
        "TROTH_TELEGRAM_TOKN": "x",
        "TROTH_WHATEVER": "x",
        "TROTH_LOG_LEVEL": "INFO",
        "troth_data_dir": "x",
        "HOME": "x",
    }
    assert unknown_settings(given) == [
        "There is no setting TROTH_TELEGRAM_TOKN: is TROTH_TELEGRAM_TOKEN meant?",
        "There is no setting TROTH_WHATEVER.",
    ]
