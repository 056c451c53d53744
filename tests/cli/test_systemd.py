"""The unit that is printed for systemd is one that systemd understands, and lets the site write where it must."""

import shutil
import subprocess
from configparser import ConfigParser
from dataclasses import replace

import pytest

from broadsheet.cli.systemd import systemd


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("command", ["serve", "web", "worker"])
def test_systemd_understands_every_line(tmp_path, unit, command):
    file = tmp_path / f"broadsheet-{command}.service"
    file.write_text(unit(command))
    done = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True)

    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_site_writes_its_own_folders_and_nothing_else(tmp_path, unit):
    service = read(unit("serve", press_folder=str(tmp_path / "press")))

    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"].split() == [str(tmp_path / "press"), str(tmp_path / "var")]
    assert service["Environment"] == f"BROADSHEET_DATA={tmp_path / 'var'}"


def test_a_paper_with_a_file_of_settings_is_served_with_them(tmp_path, unit, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broadsheet.toml").write_text('base_url = "https://paper.example"')

    said = unit("serve")

    data, file = tmp_path / "var", tmp_path / "broadsheet.toml"
    assert read(said)["Environment"] == f"BROADSHEET_DATA={data} BROADSHEET_CONFIG={file}"
    assert f"#   chown -R broadsheet:broadsheet {data} {file}\n" in said


@pytest.mark.parametrize(("port", "right"), [(8000, ""), (443, "CAP_NET_BIND_SERVICE")])
def test_only_a_site_on_a_low_port_has_a_right_and_that_one_alone(unit, port, right):
    service = read(unit("serve", port=port))

    assert (service["CapabilityBoundingSet"], service["AmbientCapabilities"]) == (right, right)


def test_new_code_comes_by_reload(unit):
    assert read(unit("serve"))["ExecReload"].endswith("/broadsheet restart")
    assert "ExecReload" not in read(unit("worker"))


@pytest.fixture
def unit(settings, tmp_path, capsys):
    """What is printed for a command of a site whose folders are a test's own."""
    settings.DATA = tmp_path / "var"
    settings.STATIC_ROOT, settings.MEDIA_ROOT = settings.DATA / "static", settings.DATA / "media"

    def printed(command: str, **options) -> str:
        settings.OPTIONS = replace(settings.OPTIONS, **options)
        systemd(command)
        return capsys.readouterr().out

    return printed


def read(unit: str) -> dict[str, str]:
    parser = ConfigParser(interpolation=None, delimiters="=", strict=False)
    parser.optionxform = str
    parser.read_string(unit)
    return dict(parser["Service"])
