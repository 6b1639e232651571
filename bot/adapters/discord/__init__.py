"""Discord, through discord.py's client: slash commands, buttons and modals over the gateway, acts over REST."""
