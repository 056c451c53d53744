"""A setting that cannot work stops the start with a sentence; all else is a warning that says what to do."""

import json
import os
import resource
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.press.models import Change
from broadsheet.project.checks import addresses, folders, machine, names, wording
from broadsheet.project.checks.database import check_database_url
from broadsheet.project.checks.findings import Finding, Severity
from broadsheet.project.checks.registry import OF_SETTINGS, OF_SITE, findings, refuse
from broadsheet.project.checks.securing import secure
from broadsheet.project.checks.tls import check_tls
from broadsheet.project.options import OptionError, Options, load, table

STARTS = Path(__file__).with_name("starting_with.py")
HOSTILE = [
    "",
    "   ",
    "five",
    "-1",
    "9" * 5000,
    "x" * 5000,
    "\u202e𝔘\u0301é",
    "\udcff\udcfe",
    "a\nb\x1b[2J",
    "'\"; DROP TABLE--",
    "../../../../etc/passwd",
    "http://[::1",
    "postgres://paper:open-sesame@[::1/paper",
    "//user:open-sesame@example.org:99999/",
    "%(name)s {0} %s",
    "/dev/null",
    "[" * 3000,
]


NAMES = [name for name, _default, _sentence in table()]


@pytest.fixture(scope="module")
def starts(tmp_path_factory) -> dict[str, list[dict]]:
    """What came of each hostile value of each setting."""
    tried = [{name: value} for name in NAMES for value in HOSTILE]
    said = start_with(tried, tmp_path_factory.mktemp("starts"))
    return {name: [each for each in said if name in each["environment"]] for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_value_gives_a_start_or_one_sentence(name, starts):
    assert len(starts[name]) == len(HOSTILE)
    for each in starts[name]:
        assert each["status"] in (0, 1), each
        assert "open-sesame" not in each["errors"]
        assert each["status"] == 0 or is_a_sentence(each["errors"]), each


@pytest.mark.parametrize(
    "written",
    [
        b"port = ",
        b"port = 8000\nport = 8001",
        b"[port]\nx = 1",
        b"port = 1.5",
        b"data = 7",
        b"fastly_token = [1, 2]",
        b'data = "a\\u0000b"',
        b"no_such = 1",
        b"\xff\xfe",
        b"x" * 100_000,
        b"a = " + b"[" * 20_000,
    ],
)
def test_a_file_of_settings_that_is_none_is_said_in_a_sentence(written, tmp_path):
    (tmp_path / "broadsheet.toml").write_bytes(written)
    [said] = start_with([{}], tmp_path)

    assert said["status"] == 1
    assert is_a_sentence(said["errors"]), said


@pytest.mark.parametrize("kind", ["missing", "folder", "long"])
def test_a_file_of_settings_that_cannot_be_read_is_named(kind, tmp_path):
    named = {"missing": "nowhere.toml", "folder": str(tmp_path), "long": "x" * 5000}[kind]
    [said] = start_with([{"BROADSHEET_CONFIG": named}], tmp_path)

    assert said["status"] == 1
    assert is_a_sentence(said["errors"]) and named[:20] in said["errors"]


def test_no_secret_stands_in_a_sentence():
    for name in ("fastly_token", "cloudflare_token", "frontend_cache"):
        with pytest.raises(OptionError) as caught:
            load({f"BROADSHEET_{name.upper()}": "open\x07sesame"})

        assert "sesame" not in str(caught.value)


CANNOT_WORK = [
    ({"base_url": "news.example.org"}, "Write the scheme and the host"),
    ({"base_url": "https://"}, "Write the scheme and the host"),
    ({"base_url": "ftp://localhost"}, "Write the scheme and the host"),
    ({"base_url": "https://localhost:99999"}, "Write the scheme and the host"),
    ({"base_url": "https://localhost/paper"}, "Write scheme, host and port only"),
    ({"base_url": "https://news.example.org"}, "Add news.example.org to BROADSHEET_ALLOWED_HOSTS"),
    ({"host": "192.168.7.7"}, "Add 192.168.7.7 to BROADSHEET_ALLOWED_HOSTS"),
    ({"host": "exa mple"}, "Write an address"),
    ({"host": f"{'a' * 64}.example"}, "Write an address"),
    ({"trusted_proxies": "127.0.0.1,nonsense"}, "'nonsense'"),
    ({"trusted_proxies": "10.0.0.0/33"}, "'10.0.0.0/33'"),
    ({"own_networks": "192.0.2.0/24, the office"}, "'the office'"),
    ({"time_zone": "Europe/Madird"}, "Europe/Madrid"),
    ({"time_zone": "../../etc/passwd"}, "Write a zone"),
    ({"language": "spanish"}, "Write a code"),
    ({"language": "EN"}, "such as en"),
    ({"database_url": "nonsense"}, "postgres://user:password@host/name"),
    ({"database_url": "mysql://paper@localhost/paper"}, "postgres://user:password@host/name"),
    ({"database_url": "postgres://paper@localhost"}, "postgres://user:password@host/name"),
    ({"frontend_cache": "{"}, "as JSON"),
    ({"frontend_cache": "[]"}, "as JSON"),
    ({"varnish_urls": "10.0.0.5:6081"}, "Write http://10.0.0.5:6081."),
    ({"valkey_url": "localhost"}, "Write valkey://host:6379/0."),
    ({"metrics": "9108"}, "Write address and port"),
    ({"data": ""}, "Name a folder"),
    ({"data": "/dev/null"}, "a file"),
    ({"data": "/proc/none"}, "cannot be made"),
    ({"press_folder": "/dev/null/pages"}, "cannot be made"),
]


@pytest.mark.parametrize(("said", "advice"), CANNOT_WORK)
def test_what_cannot_work_is_refused_with_what_to_write(said, advice, tmp_path):
    with pytest.raises(OptionError) as caught:
        refuse(Options(**({"data": str(tmp_path)} | said)))

    assert advice in str(caught.value)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"host": "0.0.0.0"},
        {"host": "::1"},
        {"base_url": "http://localhost:8000/"},
        {"base_url": "https://News.Example.org", "allowed_hosts": "news.example.org"},
        {"base_url": "https://www.example.org:8443", "allowed_hosts": ".example.org"},
        {"base_url": "http://[::1]:8000"},
        {"trusted_proxies": "127.0.0.1, 10.0.0.0/8,2001:db8::/32"},
        {"own_networks": "192.0.2.7, 198.51.100.0/24,2001:db8:7::/48"},
        {"language": "az"},
        {"language": "pt-br"},
        {"language": "ms"},
        {"time_zone": "Asia/Baku"},
        {"database_url": "postgres://paper:p%40ss@db.internal:5432/paper"},
        {"varnish_urls": "http://10.0.0.5:6081, http://varnish:80"},
        {"valkey_url": "valkey://127.0.0.1:6379/0"},
        {"metrics": "127.0.0.1:9108"},
        {"metrics": "[::1]:9108"},
    ],
)
def test_what_works_is_let_pass_without_a_word(said, tmp_path):
    assert findings(OF_SETTINGS, Options(**({"data": str(tmp_path)} | said))) == []


@given(st.text())
def test_no_value_whatever_breaks_a_check(text):
    for name in (
        "base_url",
        "allowed_hosts",
        "host",
        "trusted_proxies",
        "own_networks",
        "valkey_url",
        "varnish_urls",
        "metrics",
    ):
        options = Options(**{name: text})
        list(addresses.check_base_url(options))
        list(addresses.check_allowed_hosts(options))
        list(addresses.check_host(options))
        list(addresses.check_proxies(options))
        list(addresses.check_own_networks(options))
        list(addresses.check_other_services(options))
    for check in (wording.check_language, wording.check_time_zone, wording.check_frontend_cache):
        list(check(Options(language=text, time_zone=text, frontend_cache=text)))
    list(check_database_url(Options(database_url=text)))


@given(st.text(alphabet=":/@pass.", max_size=20))
def test_the_password_of_a_database_is_never_shown(ending):
    url = f"nosuch://paper:open-sesame@host{ending}"

    assert "open-sesame" not in " ".join(map(str, check_database_url(Options(database_url=url))))


def test_what_is_allowed_too_much_is_a_warning(tmp_path):
    options = Options(
        data=str(tmp_path),
        base_url="http://news.example.org",
        allowed_hosts="*,https://news.example.org",
        trusted_proxies="0.0.0.0/0",
        debug=True,
    )

    assert [(each.severity, each.what) for each in findings(OF_SETTINGS, options)] == [
        (Severity.WARNING, "BROADSHEET_BASE_URL"),
        (Severity.WARNING, "BROADSHEET_ALLOWED_HOSTS"),
        (Severity.WARNING, "One of BROADSHEET_ALLOWED_HOSTS"),
        (Severity.WARNING, "One of BROADSHEET_TRUSTED_PROXIES"),
        (Severity.WARNING, "BROADSHEET_DEBUG"),
    ]


def test_a_slip_of_the_pen_in_a_name_is_said_with_the_nearest_name():
    [found] = names.unknown_names({"BROADSHEET_TRUSTED_PROXYS": "x", "BROADSHEET_PORT": "1", "PATH": "x"})

    assert str(found) == (
        "BROADSHEET_TRUSTED_PROXYS is no setting, and has no effect. Did you mean BROADSHEET_TRUSTED_PROXIES?"
    )


@pytest.mark.parametrize("name", sorted(names.FORMER))
def test_a_name_that_is_gone_says_what_to_do(name):
    [found] = names.unknown_names({name: "2"})

    assert str(found) == f"{name} is a setting that is gone. {names.FORMER[name]}"


def test_the_data_folder_is_closed_to_others_and_what_is_created_later_too(tmp_path):
    data = tmp_path / "var"
    code = (
        "import sys; from pathlib import Path; from broadsheet.project.checks.securing import secure\n"
        "data = Path(sys.argv[1]); data.mkdir(mode=0o755); old = data / 'broadsheet.sqlite3'; old.touch(0o644)\n"
        "assert secure(data) == []; (data / 'secret-key').touch(); (data / 'new').mkdir()"
    )
    subprocess.run([sys.executable, "-c", code, str(data)], check=True)
    modes = {each.name: mode_of(each) for each in (data, *data.iterdir())}

    assert modes == {"var": 0o700, "broadsheet.sqlite3": 0o600, "secret-key": 0o600, "new": 0o700}
    assert list(folders.check_modes(Options(data=str(data)))) == []


def test_what_is_open_to_others_is_named_with_the_command_that_closes_it(tmp_path):
    tmp_path.chmod(0o755)
    (tmp_path / "secret-key").touch()
    (tmp_path / "secret-key").chmod(0o640)

    assert [each.advice for each in folders.check_modes(Options(data=str(tmp_path)))] == [
        f"Run: chmod 0700 {tmp_path}",
        f"Run: chmod 0600 {tmp_path}/secret-key",
    ]


@pytest.mark.parametrize("content", [b"", b"\xff\xff"])
def test_a_secret_key_that_is_none_stops_the_start(content, tmp_path):
    (tmp_path / "secret-key").write_bytes(content)
    [found] = folders.check_secret_key(Options(data=str(tmp_path)))

    assert found.severity is Severity.CANNOT_WORK


def test_a_network_s_file_system_is_no_place_for_sqlite(tmp_path, monkeypatch):
    mounts = tmp_path / "mounts"
    mounts.write_text(
        f"/dev/sda / ext4 rw 0 0\nnas:/x {tmp_path} nfs4 rw 0 0\ntmpfs /tmp/none tmpfs rw 0 0\n"
    )
    monkeypatch.setattr(machine, "MOUNTS", mounts)
    on_nas, local = Options(data=str(tmp_path / "var")), Options(data="/srv/paper")

    assert [each.value for each in machine.check_file_system(on_nas)] == ["on a network (nfs4)"]
    assert list(machine.check_file_system(local)) == []
    assert list(machine.check_file_system(Options(data=str(tmp_path), database_url="postgres://x/y"))) == []


def test_few_open_files_are_a_warning(tmp_path):
    code = (
        "from broadsheet.project.checks.machine import check_open_files; from broadsheet.project.options import Options\n"
        "print(*check_open_files(Options()))"
    )

    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, 1024))

    done = subprocess.run(
        [sys.executable, "-c", code], preexec_fn=few, capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith("The limit of open files is 1024. Allow 4096 or more")


@pytest.mark.django_db
@pytest.mark.parametrize(("ahead", "found"), [(timedelta(hours=1), 1), (timedelta(hours=-1), 0)])
def test_a_clock_that_stands_before_the_newest_change_was_set_back(ahead, found, tmp_path, monkeypatch):
    Change.objects.create(tags="x")
    Change.objects.update(at=datetime.now(UTC) + ahead)
    # The test's own transaction lives on the connection.
    monkeypatch.setattr("django.db.connection.close", lambda: None)

    assert len(list(machine.check_clock(Options(data=str(tmp_path))))) == found


TLS = [
    ("ok", []),
    ("soon", ["BROADSHEET_TLS_CERTIFICATE is '{c}', which runs out in"]),
    ("expired", ["BROADSHEET_TLS_CERTIFICATE is '{c}', which browsers refuse (certificate has expired)."]),
    ("pkcs1", ["BROADSHEET_TLS_KEY is '{k}', a key that is not PKCS#8. Run: openssl pkcs8 -topk8"]),
    ("other", ["BROADSHEET_TLS_KEY is '{k}', which does not belong to the certificate."]),
    (
        "swapped",
        [
            "BROADSHEET_TLS_CERTIFICATE is '{c}', which is not PEM.",
            "BROADSHEET_TLS_KEY is '{k}', which is not",
        ],
    ),
    ("missing", ["BROADSHEET_TLS_KEY is '{k}', which cannot be read (No such file or directory)."]),
    ("half", ["BROADSHEET_TLS_KEY is empty, but BROADSHEET_TLS_CERTIFICATE is not."]),
    ("none", []),
    ("damaged", ["BROADSHEET_TLS_KEY is '{k}', which does not belong to the certificate."]),
]


@pytest.mark.parametrize(("kind", "said"), TLS)
def test_a_certificate_is_tried_before_the_server_is_given_it(kind, said, certificates):
    certificate, key = certificates(kind)
    found = [str(each) for each in check_tls(certificate, key)]

    assert len(found) == len(said)
    for each, begins in zip(found, said, strict=True):
        assert each.startswith(begins.format(c=certificate, k=key))


@pytest.fixture
def certificates(tmp_path):
    """Give certificate and key of a kind, made by openssl."""

    def make(kind: str) -> tuple[str, str]:
        certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
        if kind == "none":
            return "", ""
        when = ["-days", "5" if kind == "soon" else "90"]
        new = [
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            "/CN=x",
        ]
        openssl(*new, *when, "-keyout", str(key), "-out", str(certificate))
        if kind == "expired":
            ended = tmp_path / "ended.pem"
            openssl("x509", "-in", str(certificate), "-signkey", str(key), "-days", "-1", "-out", str(ended))
            return str(ended), str(key)
        if kind == "pkcs1":
            openssl("pkey", "-in", str(key), "-traditional", "-out", str(tmp_path / "old.pem"))
            return str(certificate), str(tmp_path / "old.pem")
        elif kind == "other":
            openssl(*new, "-days", "9", "-keyout", str(key), "-out", str(tmp_path / "other.pem"))
        elif kind == "damaged":
            key.write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
        elif kind == "swapped":
            return str(key), str(certificate)
        elif kind == "missing":
            key.unlink()
        elif kind == "half":
            return str(certificate), ""
        return str(certificate), str(key)

    return make


def openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def test_doctor_prints_every_finding_and_fails_where_something_cannot_work(tmp_path):
    done = doctor(tmp_path, "--json", BROADSHEET_BASE_URL="x", BROADSHEET_TIME_ZONE="y")
    found = [Finding(**each) for each in json.loads(done.stdout)]

    assert done.returncode == 1
    assert [each.what for each in found if each.severity == "cannot work"] == [
        "BROADSHEET_BASE_URL",
        "BROADSHEET_TIME_ZONE",
    ]


def test_doctor_is_content_with_warnings_and_makes_no_database(tmp_path):
    done = doctor(tmp_path, BROADSHEET_KIOSK="2")

    assert (done.returncode, done.stderr) == (0, "")
    assert "warning: BROADSHEET_KIOSK is no setting" in done.stdout
    assert not list(tmp_path.rglob("*.sqlite3"))


@pytest.mark.parametrize("kind", ["damaged", "refused", "unknown"])
def test_doctor_says_that_a_database_does_not_answer(kind, tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "broadsheet.sqlite3").write_bytes(b"no database " * 1000)
    url = {
        "refused": "postgres://paper:sesame@127.0.0.1:9/x",
        "unknown": "postgres://paper:sesame@host.invalid/x",
    }
    done = doctor(tmp_path, BROADSHEET_DATABASE_URL=url.get(kind, ""))
    [line] = [each for each in done.stdout.splitlines() if each.startswith("cannot work")]

    assert done.returncode == 1
    assert "does not answer" in line and "sesame" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("is_fit", [True, False])
def test_a_start_gives_each_warning_and_stops_at_what_cannot_work(is_fit, tmp_path):
    code = (
        "import django; django.setup()\n"
        "from broadsheet.project.checks.registry import stop_or_warn; from broadsheet.project.options import load\n"
        "stop_or_warn(load(), print)"
    )
    (tmp_path / "broadsheet.sqlite3").write_bytes(b"" if is_fit else b"no database " * 1000)
    environment = os.environ | {"BROADSHEET_DATA": str(tmp_path), "BROADSHEET_PROT": "1"}
    environment["DJANGO_SETTINGS_MODULE"] = "broadsheet.project.settings"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)

    assert "Did you mean BROADSHEET_PORT?" in done.stdout
    assert (done.returncode == 0) is is_fit
    assert ("OptionError: The database is" in done.stderr) is not is_fit


def doctor(folder: Path, *arguments: str, **said: str) -> subprocess.CompletedProcess[str]:
    environment = {name: each for name, each in os.environ.items() if not name.startswith("BROADSHEET_")}
    environment |= {
        "BROADSHEET_DATA": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }
    environment |= said
    command = [sys.executable, "-m", "broadsheet.cli", "doctor", *arguments]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True)


def start_with(environments: list[dict[str, str]], folder: Path) -> list[dict]:
    """Read Django's settings with each environment in turn, as every command does at its start."""
    clean = {name: each for name, each in os.environ.items() if not name.startswith("BROADSHEET_")}
    done = subprocess.run(
        [sys.executable, str(STARTS)], input=json.dumps(environments), env=clean, cwd=folder, capture_output=True, text=True
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def is_a_sentence(errors: str) -> bool:
    return errors.startswith("broadsheet: ") and errors.count("\n") == 1 and errors.endswith(".\n")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_check_is_in_the_list_once():
    every = [*OF_SETTINGS, *OF_SITE]

    assert len(set(every)) == len(every)
    assert secure.__module__.endswith("securing")
