"""What is set on the machine, from the environment or a file, read once at the start."""

import datetime as dt
import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from dashboard.locations import LOCATION, PREFIX, configuration_file, default_database
from dashboard.sentences import Sentence
from dashboard.translations import msgid
from dashboard.wrong_settings import Unsuited, WrongSetting, malformed, refused, unreadable

if TYPE_CHECKING:
    from schemas.office_settings import OfficeSettings

Language = Literal["de", "en"]  # spelled again: importing schemas loads pandera, and the first page can't wait for it
Role = Literal["staff", "lead", "reader"]
Period = Literal["month", "quarter", "year", "last_year", "reporting"]


class Settings(BaseSettings):
    """The settings of one office. ``BUERO_OFFICE_NAME`` in the environment goes before ``office_name`` in the file."""

    model_config = SettingsConfigDict(
        frozen=True, env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", hide_input_in_errors=True
    )

    database: str = ""
    """The file that keeps the records; empty: one in the user's data folder."""
    office_name: str = "Integrationsbüro"
    opened: dt.date = dt.date(2017, 7, 1)
    language: Language = "de"
    """What the office begins with: from the first start on, what its lead sets in the browser counts."""
    time_zone: str = "Europe/Berlin"
    """Tells which day it is; points in time are stored in UTC."""
    reporting_start: dt.date | None = None
    reporting_end: dt.date | None = None
    """The first reporting period, both days included; from the first start on, the lead keeps them in the app."""
    default_period: Period = "year"
    """The period that the dashboard opens with."""
    address: str = ""
    """Where browsers find the app, such as https://buero.example.de; empty: where it listens."""
    session_idle_minutes: int = Field(default=60, ge=1, le=24 * 60)
    """After so long without anything done a person must sign in again."""
    session_hours: int = Field(default=12, ge=1, le=24)
    """After so long in any case."""
    openid_issuer: str = ""
    """The OpenID provider by its address, such as https://login.example.de/realms/office; empty: passwords only."""
    openid_name: str = "OpenID"
    """What people call the provider."""
    openid_client_id: str = ""
    openid_client_secret: SecretStr = SecretStr("")
    openid_role_claim: str = "roles"
    """The claim that tells what a person is there; dots lead deeper: realm_access.roles."""
    openid_roles: dict[str, Role] = {}
    """The office's role for each value of that claim: {"integration-lead": "lead"}."""
    demo: bool = False
    """Records are fictional and thrown away: the screens say so."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the command line says, then the environment, then the file."""
        file = TomlConfigSettingsSource(settings_cls, toml_file=configuration_file())
        return init_settings, env_settings, file

    @property
    def database_file(self) -> Path:
        """Where the records are kept."""
        return Path(self.database).expanduser()

    @property
    def first(self) -> "OfficeSettings":
        """The settings that a new office begins with."""
        from schemas.office_settings import OfficeSettings

        return OfficeSettings(office_name=self.office_name, opened=self.opened, language=self.language)

    @property
    def reporting_period(self) -> tuple[dt.date, dt.date] | None:
        """First and last day of the first reporting period, if there is one."""
        return (self.reporting_start, self.reporting_end) if self.reporting_start and self.reporting_end else None

    @field_validator("database", mode="after")
    @classmethod
    def _names_a_file(cls, database: str) -> str:
        if database.startswith(("postgresql://", "postgres://")):
            raise Unsuited(msgid("this version keeps records in a DuckDB file only, PostgreSQL is not supported yet"))
        if "://" in database:
            raise Unsuited(msgid("it must be the path of a file"))
        return database

    @field_validator("address")
    @classmethod
    def _is_an_address(cls, address: str) -> str:
        if address and not re.fullmatch(r"https?://[^/?#\s@]+/?", address):
            raise Unsuited(msgid("expected is an address without a path, like https://buero.example.de"))
        return address.rstrip("/")

    @field_validator("openid_issuer")
    @classmethod
    def _is_safe(cls, issuer: str) -> str:
        if issuer and not re.match(r"https://.|http://(127\.0\.0\.1|localhost)[:/]", issuer):
            raise Unsuited(msgid("expected is an address that starts with https://"))
        return issuer.rstrip("/")

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, time_zone: str) -> str:
        try:
            ZoneInfo(time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            wrong = msgid("there is no time zone {name!r}, expected is a name like Europe/Berlin")
            raise Unsuited(wrong, name=time_zone) from error
        return time_zone

    @field_validator("reporting_end")
    @classmethod
    def _ends_after_start(cls, end: dt.date | None, others: ValidationInfo) -> dt.date | None:
        start = others.data.get("reporting_start")
        if start and end and end < start:
            raise Unsuited(msgid("the reporting period ends before it starts"))
        return end

    @model_validator(mode="after")
    def _openid_is_whole(self) -> "Settings":
        if self.openid_issuer and not (self.openid_client_id and self.openid_roles):
            raise Unsuited(msgid("BUERO_OPENID_ISSUER needs BUERO_OPENID_CLIENT_ID and BUERO_OPENID_ROLES too"))
        return self

    @model_validator(mode="after")
    def _period_is_whole(self) -> "Settings":
        if (self.reporting_start is None) != (self.reporting_end is None):
            raise Unsuited(msgid("BUERO_REPORTING_START and BUERO_REPORTING_END belong together: set both or none"))
        return self


def read_settings(**commanded: Any) -> Settings:
    """The settings of this process; ``commanded`` are those of the command line, None where it says nothing.

    Raises:
        WrongSetting: the first setting that can't be used.
    """
    _refuse_unknown_variables()
    if os.environ.get(LOCATION) and not configuration_file().is_file():
        raise WrongSetting(
            Sentence(
                "{variable} names {file}, but there is no such file.", variable=LOCATION, file=configuration_file()
            )
        )
    try:
        settings = Settings(**{name: value for name, value in commanded.items() if value is not None})
    except ValidationError as error:
        raise WrongSetting(refused(error)) from error
    except SettingsError as error:
        raise WrongSetting(malformed(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        failed = msgid("The configuration file {file} can't be read: {why}.")
        raise WrongSetting(Sentence(failed, file=configuration_file(), why=unreadable(error))) from error
    return settings if settings.database else settings.model_copy(update={"database": default_database()})


def _refuse_unknown_variables() -> None:
    """A misspelt BUERO_DATABASE would silently keep the records elsewhere."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields} | {LOCATION}
    for variable in os.environ:
        if variable.upper().startswith(PREFIX) and variable.upper() not in known:
            there_is_none = msgid("There is no setting {name}; the settings are {known}.")
            raise WrongSetting(Sentence(there_is_none, name=variable, known=", ".join(sorted(known))))
