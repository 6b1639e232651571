"""Telegram, through python-telegram-bot's `Bot`, over long polling or a webhook."""
