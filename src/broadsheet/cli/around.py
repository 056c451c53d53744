"""Where the programs around us find `broadsheet serve`."""

from ..project.options import Options

# An address to listen on stands for every one of the machine: whoever is on it asks at this one.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104  # only compared


def reachable(options: Options) -> str:
    """Return HOST:PORT at which a program on the same machine reaches the site."""
    host = _EVERYWHERE.get(options.host, options.host)
    return f"[{host}]:{options.port}" if ":" in host else f"{host}:{options.port}"
