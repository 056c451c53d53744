"""Ask the package index for known vulnerabilities in what the locks name, and say what it could not tell.

python tools/audit.py [lock ...]
Exits with 1 where a vulnerability is known. pip-audit comes from the index too, by uv.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock")
PIP_AUDIT = [
    sys.executable, "-m", "uv", "tool", "run", "pip-audit==2.10.1", "--disable-pip", "--require-hashes",
    "--progress-spinner", "off", "--format", "json",
]  # fmt: skip


def main() -> None:
    """Audit the locks that are named, or all."""
    is_vulnerable = False
    for lock in sys.argv[1:] or LOCKS:
        done = subprocess.run([*PIP_AUDIT, "-r", str(REPOSITORY / lock)], capture_output=True, text=True)
        try:
            packages = json.loads(done.stdout)["dependencies"]
        except ValueError:
            print(f"{lock}: nothing was audited, since no index answered:\n{done.stderr.strip()[-500:]}")
            continue
        is_vulnerable |= any(each.get("vulns") for each in packages)
        print(*findings(lock, packages), sep="\n")
    sys.exit(is_vulnerable)


def findings(lock: str, packages: list[dict[str, Any]]) -> list[str]:
    """Return what pip-audit found, a line each, and last how many packages it knew."""
    known = [each for each in packages if "vulns" in each]
    if not known:
        return [f"{lock}: nothing was audited, since the index has no data on vulnerabilities."]
    lines = [
        f"{lock}: {each['name']} {each['version']}: {one['id']}, mended in {', '.join(one['fix_versions']) or 'no version yet'}."
        for each in known
        for one in each["vulns"]
    ]
    return [*lines, f"{lock}: {len(known)} of {len(packages)} packages audited."]


if __name__ == "__main__":
    main()
