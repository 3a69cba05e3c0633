"""What may go wrong with the embedded server: always one sentence for the person who ran the command."""


class EmbeddedError(Exception):
    """The server cannot be started; the text says why and what to do."""
