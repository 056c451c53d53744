"""Find out whether an address is free before anything is made ready for it."""

import socket


def cannot_listen(host: str, port: int) -> str:
    """Return why nobody can listen at an address, nothing where it is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return ""
