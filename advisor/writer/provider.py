"""A chat model by its name `provider:model`; the only importer of LangChain's chat models.

Keys come from the providers' usual variables, which their own libraries read.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from advisor.config import Settings
from advisor.errors import SetupError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

REPLY_TOKENS = 1024
"""What a reply may take up."""
_KEYS = {
    "anthropic": "ANTHROPIC_API_KEY",
    "google_genai": "GOOGLE_API_KEY",
    "groq": "GROQ_API_KEY",
    "mistralai": "MISTRAL_API_KEY",
    "ollama": "",
    "openai": "OPENAI_API_KEY",
}
"""The providers, each with the variable that holds its key; they are also the names of the extras.
"""
_KEYLESS = ("anthropic_api_key", "mistral_api_key")
"""Where the clients that are made without a key, and fail at the first call, have it."""
_NO_KEY = "none"
"""What a server of one's own is sent where no key is set."""

_log = logging.getLogger(__name__)


def open_model(settings: Settings) -> BaseChatModel:
    """The client of the model that the settings name; nothing is sent yet.

    Raises SetupError where the name is not `provider:model`, or a package or a key is missing.
    """
    provider, _, name = settings.model.partition(":")
    if provider not in _KEYS or not name:
        raise SetupError(
            f"ADVISOR_MODEL is {settings.model!r}; expected provider:model, where provider is one "
            f"of {', '.join(_KEYS)}."
        )
    options = _options(provider, settings)
    try:
        model = _open(provider, name, options)
    except ImportError as error:
        raise SetupError(
            f"ADVISOR_MODEL={settings.model} needs a package that is not installed; "
            f"run `python -m pip install --editable '.[{provider}]'`."
        ) from error
    except Exception as error:  # each provider has its own for a missing key
        if provider == "openai" and settings.model_url:
            return _open(provider, name, {**options, "api_key": _NO_KEY})
        _log.debug("no client: %s", type(error).__name__)
        raise _not_made(provider, settings) from None
    if any(not _told(getattr(model, place, _NO_KEY)) for place in _KEYLESS):
        raise _not_made(provider, settings)
    return model


def _not_made(provider: str, settings: Settings) -> SetupError:
    hint = f"; is {_KEYS[provider]} set?" if _KEYS[provider] else "."
    return SetupError(f"The client of {settings.model} cannot be made{hint}")


def _told(key: Any) -> str:
    """A key as a client keeps it, laid open; empty where it has none."""
    return str(key.get_secret_value()) if hasattr(key, "get_secret_value") else key or ""


def _open(provider: str, name: str, options: dict[str, Any]) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    model: BaseChatModel = init_chat_model(name, model_provider=provider, **options)
    return model


def _options(provider: str, settings: Settings) -> dict[str, Any]:
    """What a provider's client is told; retries are ours, so that one bound holds for all."""
    where: dict[str, Any] = {"base_url": settings.model_url} if settings.model_url else {}
    if provider == "ollama":
        limits = {"num_ctx": settings.model_context, "num_predict": REPLY_TOKENS}
        client = {"timeout": settings.model_timeout}
        return {**where, **limits, "client_kwargs": client, "temperature": 0}
    if provider == "openai":
        where["stream_usage"] = True
        if settings.model_url:  # some hosted models refuse any temperature but their own
            where["temperature"] = 0
    return {
        **where,
        "max_tokens": REPLY_TOKENS,
        "timeout": settings.model_timeout,
        "max_retries": 0,
    }
