"""What the bot says: guides and words. No code lives here, so that nobody needs any to write."""
