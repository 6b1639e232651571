"""How tests ask a loopback server for something, over its control interface."""

from tests.discord.asking import Asking, Impossible

__all__ = ["Asking", "Impossible"]
