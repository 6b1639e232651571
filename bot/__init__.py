"""The runtime: how an event becomes rows, and rows become messages. It knows no feature."""
