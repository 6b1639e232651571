"""What a loopback server says to a test that asks too much of people."""


class Cant(Exception):
    """No app would let a person do this."""
