"""After the password comes a code; until it is given the session opens nothing."""

import re
from binascii import unhexlify
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from newsdesk import Newsdesk, address, story
from wagtail.models import ModelLogEntry

from broadsheet.desk.models import TwoFactorRole
from broadsheet.desk.sign_in import second_factor
from broadsheet.desk.sign_in.refusals import refusals
from factories import make_article

pytestmark = pytest.mark.django_db
PASSWORD = "x"
HOME, CODE, SET_UP = "/desk/", "/desk/two-factor/code/", "/desk/two-factor/set-up/"


@pytest.fixture(autouse=True)
def new_process():
    refusals.clear()
    yield
    refusals.clear()


def test_an_editor_sets_up_a_device_and_sees_ten_recovery_codes_once(editor):
    page, codes = set_up(editor.client)
    later = editor.see("desk_two_factor")

    assert "<svg" in page and 'src="http' not in page
    assert len(set(codes)) == 10 and not any(code in later for code in codes)
    assert "10 recovery codes are left" in later
    assert actions(editor) == [second_factor.ON]


def test_the_key_stands_on_the_screen_as_a_picture_and_as_text(editor):
    page = editor.client.get(SET_UP).content.decode()
    secret = second_factor.secret_text(editor.client.session["two_factor_key"])

    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", secret) and secret in page


@pytest.mark.parametrize("wrong", [{"code": "000000"}, {"code": ""}, {"code": "abc"}, {"password": "wrong"}])
def test_a_device_is_set_up_only_with_its_code_and_the_password(editor, wrong):
    editor.client.get(SET_UP)
    data = {"code": code_of(editor.client.session["two_factor_key"]), "password": PASSWORD}
    status = editor.client.post(SET_UP, data | wrong).status_code

    assert status == 200 and not TOTPDevice.objects.exists() and not StaticToken.objects.exists()


def test_sign_in_asks_for_the_code_after_the_password(editor):
    set_up(editor.client)
    client = Client()
    first = sign_in(client)
    page = client.get(HOME, follow=True)
    right = client.post(f"{CODE}?next=/desk/picks/", {"code": next_code(editor.user)})

    assert first.headers["Location"] == HOME
    assert page.redirect_chain == [(f"{CODE}?next=%2Fdesk%2F", 302)]
    assert (right.status_code, right.headers["Location"]) == (302, "/desk/picks/")
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_code_leads_nowhere_but_to_the_site(editor, elsewhere):
    client = half_signed_in(editor)
    answer = client.post(CODE, {"code": next_code(editor.user), "next": elsewhere})

    assert answer.headers["Location"] == HOME


def test_all_of_the_desk_is_closed_before_the_code(editor, section):
    article = make_article("Old", section=section)
    client = half_signed_in(editor)
    addresses = [
        HOME, "/desk/account/", SET_UP, "/desk/two-factor/", "/desk/nowhere/", "/desk/api/main/images/",
        address("article:edit", article.pk), address("article:preview_on_edit", article.pk),
        "/desk/reports/site-history/", "/desk/users/",
    ]  # fmt: skip
    answers = [client.get(each) for each in addresses]

    assert {(each.status_code, each.headers["Location"].partition("?")[0]) for each in answers} == {
        (302, CODE)
    }


def test_what_is_posted_before_the_code_does_nothing(editor, section):
    article = make_article("Old", section=section)
    client = half_signed_in(editor)
    client.post(address("article:preview_on_edit", article.pk), story(headline="New"))
    client.post(address("article:edit", article.pk), story(headline="New"))
    client.post("/desk/two-factor/", {"password": PASSWORD, "deed": "off"})

    assert article.get_latest_revision() is None
    assert TOTPDevice.objects.filter(user=editor.user).exists()


def test_a_script_of_the_desk_is_refused_before_the_code_not_led_elsewhere(editor):
    client = half_signed_in(editor)

    assert client.get(HOME, HTTP_X_REQUESTED_WITH="XMLHttpRequest").status_code == 403


def test_outside_the_desk_half_a_sign_in_is_nobody(editor):
    client = half_signed_in(editor)
    seen = client.get("/documents/1/x.pdf")

    assert seen.wsgi_request.session_owner.is_authenticated
    assert seen.wsgi_request.user.is_anonymous


def test_the_key_of_a_session_changes_when_the_code_is_given(editor):
    client = half_signed_in(editor)
    before = client.session.session_key
    client.post(CODE, {"code": next_code(editor.user)})

    assert client.session.session_key != before


def test_a_session_of_before_the_device_is_asked_for_a_code_too(editor):
    older = Client()
    older.force_login(editor.user)
    set_up(editor.client)

    assert older.get(HOME).headers["Location"].startswith(CODE)


def test_a_code_is_taken_once(editor):
    client, other = half_signed_in(editor), half_signed_in_again(editor)
    code = next_code(editor.user)

    assert [each.post(CODE, {"code": code}).status_code for each in (client, other)] == [302, 200]


@pytest.mark.parametrize(
    "spelling", [str, str.upper, lambda code: code.replace("-", ""), lambda code: f" {code} "]
)
def test_a_recovery_code_lets_in_once_however_it_is_typed(editor, spelling):
    _page, codes = set_up(editor.client)
    statuses = []
    for client in (half_signed_in_again(editor), half_signed_in_again(editor)):
        statuses.append(client.post(CODE, {"code": spelling(codes[0])}).status_code)

    assert statuses == [302, 200]
    assert StaticToken.objects.count() == 9


def test_recovery_codes_cannot_be_read_in_the_database(editor):
    _page, codes = set_up(editor.client)
    kept = set(StaticToken.objects.values_list("token", flat=True))

    assert not kept & {each.replace("-", "") for each in codes} and not kept & set(codes)


def test_codes_cannot_be_guessed_and_a_right_password_gives_no_new_tries(editor):
    client = half_signed_in(editor)
    statuses = []
    for _try in range(6):
        sign_in(client)
        statuses.append(client.post(CODE, {"code": "000000"}).status_code)

    assert statuses == [200] * 5 + [429]


def test_codes_of_one_name_cannot_be_guessed_from_many_networks(editor):
    client = half_signed_in(editor)
    statuses = [
        client.post(CODE, {"code": "000000"}, REMOTE_ADDR=f"192.0.2.{number}").status_code
        for number in range(21)
    ]

    assert statuses == [200] * 20 + [429]


def test_wrong_codes_lock_no_device_for_longer_than_tries_are_locked(editor):
    client = half_signed_in(editor)
    for number in range(10):
        client.post(CODE, {"code": "000000"}, REMOTE_ADDR=f"192.0.2.{number}")

    assert client.post(CODE, {"code": next_code(editor.user)}, REMOTE_ADDR="192.0.2.99").status_code == 302


@pytest.mark.parametrize(
    "code", ["", "１２３４５６", "-12345", "1e5", "12 34 56", "\0", "x" * 500, "٣٣٣٣٣٣", "''"]
)
def test_no_code_is_too_odd_to_be_refused(editor, code):
    assert half_signed_in(editor).post(CODE, {"code": code}).status_code == 200


def test_an_editor_turns_it_off_with_the_password_alone_of_a_verified_session(editor):
    set_up(editor.client)
    wrong = editor.post("desk_two_factor", password="wrong", deed="off").status_code
    still = TOTPDevice.objects.count()
    right = editor.post("desk_two_factor", password=PASSWORD, deed="off").status_code

    assert (wrong, still, right) == (200, 1, 302)
    assert not TOTPDevice.objects.exists() and not StaticToken.objects.exists()
    assert actions(editor) == [second_factor.ON, second_factor.OFF]


def test_new_recovery_codes_end_the_old_ones(editor):
    _page, old = set_up(editor.client)
    answer = editor.post("desk_two_factor", password=PASSWORD, deed="codes")
    new = shown_codes(answer)

    assert len(new) == 10 and not set(old) & set(new)
    assert half_signed_in_again(editor).post(CODE, {"code": old[0]}).status_code == 200
    assert half_signed_in_again(editor).post(CODE, {"code": new[0]}).status_code == 302


def test_a_role_that_must_have_a_device_leads_its_members_to_set_it_up(chief, editor, reporter):
    chief.post("desk_two_factor_roles", role=Group.objects.get(name="Editors").pk)
    led = editor.client.get("/desk/picks/")
    set_up(editor.client)

    assert led.headers["Location"] == f"{SET_UP}?next=%2Fdesk%2Fpicks%2F"
    assert editor.client.get("/desk/picks/").status_code == 200
    assert (reporter.status("wagtailadmin_home"), chief.status("wagtailadmin_home")) == (200, 200)
    entry = ModelLogEntry.objects.get(action="desk.two_factor_roles")
    assert (entry.user, entry.data) == (chief.user, {"roles": "Editors"})


def test_administrators_are_a_role_too(chief, editor):
    chief.post("desk_two_factor_roles", role="administrators")

    assert chief.client.get(HOME).headers["Location"].startswith(SET_UP)
    assert editor.status("wagtailadmin_home") == 200


def test_the_roles_that_must_are_seen_and_can_be_let_off(chief):
    chief.post("desk_two_factor_roles", role=Group.objects.get(name="Editors").pk)
    seen = re.findall(r'name="role" value="\w+" checked> ([^<]+)<', chief.see("desk_two_factor_roles"))
    chief.post("desk_two_factor_roles")

    assert seen == ["Editors"] and not TwoFactorRole.objects.exists()


def test_an_administrator_removes_somebody_s_device(chief, editor):
    set_up(editor.client)
    page = chief.see("desk_two_factor_roles")
    chief.post("desk_two_factor_roles", person=editor.user.pk)

    assert f'name="person" value="{editor.user.pk}"' in page
    assert sign_in(client := Client()).status_code == 302 and client.get(HOME).status_code == 200
    entry = ModelLogEntry.objects.get(action=second_factor.RESET)
    assert (entry.user, entry.object_id) == (chief.user, str(editor.user.pk))


def test_the_command_lets_in_who_is_locked_out(editor):
    set_up(editor.client)
    said = StringIO()
    call_command("remove_two_factor", "editors", stdout=said)
    call_command("remove_two_factor", "editors", stdout=said)

    assert said.getvalue().splitlines() == [
        "The second factor of 'editors' is removed.",
        "'editors' has no second factor.",
    ]
    assert not TOTPDevice.objects.exists()


def test_the_command_names_the_account_that_is_none():
    with pytest.raises(CommandError, match="There is no account 'nobody'"):
        call_command("remove_two_factor", "nobody")


@pytest.mark.parametrize("screen", [CODE, SET_UP])
def test_who_has_given_no_password_is_asked_for_it_first(screen):
    assert Client().get(screen).headers["Location"].startswith("/desk/login/")
    assert Client().post(screen, {"code": "000000"}).headers["Location"].startswith("/desk/login/")


def test_a_device_of_somebody_else_verifies_nobody(editor, reporter):
    set_up(reporter.client)
    stolen = reporter.client.session["otp_device_id"]
    client = half_signed_in(editor)
    session = client.session
    session["otp_device_id"] = stolen
    session.save()

    assert client.get(HOME).status_code == 302


def set_up(client: Client) -> tuple[str, list[str]]:
    """Set a device up as an editor does; return the page with the key, and the recovery codes."""
    page = client.get(SET_UP).content.decode()
    key = client.session["two_factor_key"]
    answer = client.post(SET_UP, {"code": code_of(key), "password": PASSWORD})
    return page, shown_codes(answer)


def shown_codes(answer) -> list[str]:
    return re.findall(r"<li><code>([a-z0-9]{5}-[a-z0-9]{5})</code>", answer.content.decode())


def code_of(key: str, *, later: int = 0) -> str:
    """Return the code of this half minute, or of one that is later."""
    return f"{TOTP(unhexlify(key), drift=later).token():06d}"


def next_code(user) -> str:
    """Return a code that was not used before: the device takes one that is half a minute early too."""
    return code_of(TOTPDevice.objects.get(user=user).key, later=1)


def half_signed_in(desk: Newsdesk) -> Client:
    set_up(desk.client)
    return half_signed_in_again(desk)


def half_signed_in_again(desk: Newsdesk) -> Client:
    client = Client()
    assert sign_in(client, name=desk.user.username).status_code == 302
    return client


def sign_in(client: Client, *, name: str = "editors"):
    return client.post(reverse("wagtailadmin_login"), {"username": name, "password": PASSWORD})


def actions(desk: Newsdesk) -> list[str]:
    content = ModelLogEntry.objects.filter(object_id=str(desk.user.pk), action__startswith="desk.")
    return list(content.order_by("pk").values_list("action", flat=True))
