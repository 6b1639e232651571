"""The playground: a chat platform on a local page, for trying, for writing content, and for browser tests."""
