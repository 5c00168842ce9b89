"""Settings of the gateway and its worker, read once from `GATEWAY_…`. A missing secret switches its channel off."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field, PositiveFloat, PositiveInt, SecretBytes, SecretStr
from pydantic_settings import SettingsConfigDict

from connectors.secret_files import FromSecretFiles
from knowledge.article import Language


class TelegramMode(StrEnum):
    WEBHOOK = "webhook"
    POLLING = "polling"
    OFF = "off"


class SpeechEngine(StrEnum):
    ESPEAK = "espeak"
    PIPER = "piper"
    OFF = "off"


class Settings(FromSecretFiles):
    model_config = SettingsConfigDict(env_prefix="GATEWAY_", frozen=True, env_ignore_empty=True)

    host: str = Field(default="127.0.0.1", description="Address the gateway listens on")
    port: int = Field(default=8000, ge=0, le=65535, description="Port the gateway listens on; 0 = any free one")
    public_url: str = Field(
        default="", description="https address people and providers reach the gateway at; registers the Telegram webhook"
    )
    run_worker: bool = Field(default=True, description="Answer messages in this process too; false when `dalil worker` runs beside it")
    worker_concurrency: PositiveInt = Field(default=8, description="Conversations worked on at the same time")
    sweep_every_s: PositiveFloat = Field(default=2.0, description="Seconds between looks for messages that were left behind")
    store_threads: PositiveInt = Field(default=4, description="Database connections for blocking work")

    incoming_room: PositiveInt = Field(
        default=2000, description="Messages that may wait for the database; beyond, webhooks get 503 and come again"
    )

    identity_key: SecretBytes | None = Field(
        default=None, min_length=16, description="Key of the hashes that stand for people's ids; unset = a random one in identity_key_path"
    )
    identity_key_path: Path = Field(default=Path(".dalil/identity.key"), description="Where the random identity key is kept")

    engine_url: str = Field(default="http://127.0.0.1:5005", description="Dialogue engine (Rasa), on loopback or an inner network only")
    engine_timeout_s: PositiveFloat = Field(default=4.0, description="Seconds; after this the answer comes from knowledge alone")
    turn_timeout_s: PositiveFloat = Field(
        default=10.0, lt=15.0, description="Seconds; after this a turn counts as failed and is tried again"
    )
    default_language: Language = Field(default=Language.AR, description="Language of a first sentence when nothing tells the person's")

    telegram_token: SecretStr | None = Field(default=None, description="From BotFather; unset = Telegram off")
    telegram_secret_token: SecretStr | None = Field(
        default=None, min_length=16, description="16-256 of A-Z a-z 0-9 _ -: Telegram sends it with every webhook; unset = webhook off"
    )
    telegram_mode: TelegramMode = Field(default=TelegramMode.POLLING, description="webhook (needs public_url), polling (a laptop) or off")
    telegram_per_s: PositiveFloat = Field(default=30.0, description="Messages a second the bot may send to all chats together")
    telegram_api_url: str = Field(default="https://api.telegram.org", description="Bot API server")

    whatsapp_token: SecretStr | None = Field(default=None, description="Access token of the WhatsApp Cloud API; unset = WhatsApp off")
    whatsapp_app_secret: SecretStr | None = Field(default=None, description="Signs Meta's webhooks; unset = WhatsApp off")
    whatsapp_verify_token: SecretStr | None = Field(default=None, description="Of the webhook handshake; unset = WhatsApp off")
    whatsapp_phone_number_id: str = Field(default="", pattern=r"^\d*$", description="Id of our phone number at Meta; unset = WhatsApp off")
    whatsapp_api_url: str = Field(default="https://graph.facebook.com", description="Graph API server")
    whatsapp_api_version: str = Field(default="v26.0", pattern=r"^v\d+\.\d+$", description="Graph API version")

    whatsapp_per_s: PositiveFloat = Field(default=80.0, description="Messages a second our number may send; Meta raises it to 1000")

    whatsapp_template: str = Field(
        default="",
        pattern=r"^[a-z0-9_]{0,512}$",
        description="Approved message template without parameters: says after 24 hours that an answer waits; unset = silence",
    )
    whatsapp_template_languages: list[str] = Field(
        default=["ar", "fr", "en", "it", "de"], min_length=1, description="Language codes the template is approved in (JSON list)"
    )
    notice: bool = Field(default=True, description="Tell people at first contact what is kept, for how long, and how to erase it")
    person_messages: PositiveInt = Field(
        default=30, description="Messages a minute that one person gets answers to; a call for help is heard beyond it too"
    )
    words_days: PositiveInt = Field(default=30, description="Days after which the words of both sides are erased")
    idle_days: PositiveInt = Field(default=30, description="Days without a message after which a whole conversation is erased")
    message_ids_days: PositiveInt = Field(default=30, description="Days for which a repeated webhook is known as a repeat")
    questions_days: PositiveInt = Field(default=90, description="Days for which redacted questions without an answer are kept")
    audit_days: PositiveInt = Field(default=365, description="Days for which the log of the staff's readings and steps is kept")
    tidy_every_s: PositiveFloat = Field(default=3600.0, description="Seconds between looks for what has come of age")

    voice_model: Path | None = Field(
        default=None, description="Folder of a faster-whisper (CTranslate2) model; unset = voice messages get a kind sentence"
    )
    voice_seconds: PositiveInt = Field(default=120, le=600, description="Longer voice messages are asked for again, shorter")
    voice_bytes: PositiveInt = Field(default=8_000_000, description="Larger voice messages are not fetched")
    voice_timeout_s: PositiveFloat = Field(default=90.0, description="Seconds for fetching, decoding and transcribing one voice message")
    speech: SpeechEngine = Field(default=SpeechEngine.ESPEAK, description="What reads answers aloud: espeak, piper or off")
    speech_voices: Path | None = Field(
        default=None, description="Piper: folder with `<language>.onnx` and `.onnx.json`; a language without one is read by espeak"
    )
    speech_chars: PositiveInt = Field(default=1500, description="Characters of an answer that are read aloud, about 100 seconds")
    speech_folder: Path = Field(default=Path(".dalil/speech"), description="Recordings of answers, so that each is made once")
    speech_files: PositiveInt = Field(default=2000, description="Recordings kept, of about 200 kB each")

    web_origins: list[str] = Field(default=[], description="Sites that may embed the chat widget, as origins (JSON list)")

    body_limit_bytes: PositiveInt = Field(default=1_000_000, description="Larger request bodies get 413")
    text_limit: PositiveInt = Field(
        default=4000, le=4096, description="Longer messages are cut for triage and answered with a request to shorten"
    )

    def telegram_sends(self) -> bool:
        return self.telegram_token is not None and self.telegram_mode is not TelegramMode.OFF

    def telegram_receives_webhooks(self) -> bool:
        return self.telegram_sends() and self.telegram_mode is TelegramMode.WEBHOOK and self.telegram_secret_token is not None

    def telegram_account(self) -> str:
        """The bot's id: the part of its token before the colon, which is no secret."""
        return self.telegram_token.get_secret_value().partition(":")[0] if self.telegram_token else ""

    def whatsapp_on(self) -> bool:
        secrets = (self.whatsapp_token, self.whatsapp_app_secret, self.whatsapp_verify_token)
        return bool(self.whatsapp_phone_number_id) and all(secret is not None for secret in secrets)
