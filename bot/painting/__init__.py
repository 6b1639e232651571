"""Painting: a chart becomes a picture, drawn in a process of its own so that nobody waits behind it."""

from bot.painting.painter import Painter, paint

__all__ = ["Painter", "paint"]
