"""The name by which a `serve` of before version 0.2 starts its processes again, also after an upgrade."""

import runpy

runpy.run_module("broadsheet.cli", run_name="__main__")
