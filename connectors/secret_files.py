"""Container secrets arrive as files: `PREFIX_X_FILE` for the setting `PREFIX_X`."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource


class SecretFiles(PydanticBaseSettingsSource):
    """Reads the file that `<prefix><SETTING>_FILE` names, for each setting of the class.

    An empty file is no value: a missing secret must switch its channel off, never a check.
    """

    def get_field_value(self, field: object, field_name: str) -> tuple[str | None, str, bool]:
        path = os.environ.get(f"{self.config.get('env_prefix', '')}{field_name.upper()}_FILE")
        return (Path(path).read_text(encoding="utf-8").strip() if path else None), field_name, False

    def __call__(self) -> dict[str, str]:
        read = ((name, self.get_field_value(field, name)[0]) for name, field in self.settings_cls.model_fields.items())
        return {name: value for name, value in read if value}


class FromSecretFiles(BaseSettings):
    """Settings whose values may also come from files; a variable of the environment wins."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, SecretFiles(settings_cls)
