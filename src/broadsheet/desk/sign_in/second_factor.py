"""A second factor: codes of a telephone (TOTP, RFC 6238), ten recovery codes, and who must have them."""

import secrets
from base64 import b32encode
from enum import StrEnum
from io import BytesIO
from typing import Any

import qrcode
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac
from django_otp import login as mark_verified
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode.image.svg import SvgPathFillImage
from wagtail.log_actions import log

from ..models import TwoFactorRole
from .callers import network_of
from .tries import TryKind, one_try

ON, OFF, RESET, NEW_CODES = (
    "desk.two_factor_on",
    "desk.two_factor_off",
    "desk.two_factor_reset",
    "desk.two_factor_codes",
)
CODES = 10
# No vowels, and nothing that is mistaken for something else on paper.
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"


class Missing(StrEnum):
    """What a session that a password has opened still lacks."""

    CODE = "code"
    DEVICE = "device"


def missing(user: Any) -> Missing | None:
    """Return what the user of this session must still do before the desk opens."""
    if getattr(user, "otp_device", None) is not None:
        return None
    if not hasattr(user, "has_device"):
        user = with_needs(get_user_model()._default_manager.filter(pk=user.pk)).get()
    if user.has_device:
        return Missing.CODE
    return Missing.DEVICE if user.must_have_device else None


def with_needs(users: QuerySet[Any]) -> QuerySet[Any]:
    """Add to users whether they have a device (`has_device`) and whether a role asks for one (`must_have_device`).

    Sessions fetch their user so: the second factor costs the desk no query more.
    """
    devices = TOTPDevice.objects.filter(user_id=OuterRef("pk"), confirmed=True)
    of_groups = TwoFactorRole.objects.filter(group__user=OuterRef("pk"))
    of_administrators = TwoFactorRole.objects.filter(group=None)
    must_have = Q(Exists(of_groups)) | (Q(is_superuser=True) & Exists(of_administrators))
    return users.annotate(
        has_device=Exists(devices), must_have_device=ExpressionWrapper(must_have, BooleanField())
    )


def new_key() -> str:
    """Return a new secret key, in hexadecimal digits."""
    return secrets.token_hex(20)


def unsaved_device(user: Any, key: str) -> TOTPDevice:
    """Return the device of a key, which is not the user's before `enrol`."""
    return TOTPDevice(user=user, key=key, name="telephone", confirmed=True)


def secret_text(key: str) -> str:
    """Return a key as it is typed into an application: Base32 (RFC 4648) in groups of four."""
    plain = b32encode(bytes.fromhex(key)).decode()
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def picture_of(address: str) -> str:
    """Return a QR code as SVG, to be put into a page."""
    written = BytesIO()
    qrcode.make(address, image_factory=SvgPathFillImage).save(written)
    return written.getvalue().decode().partition("?>")[2]


def enrol(request: Any, user: Any, *, key: str, code: str) -> list[str] | None:
    """Make a device the user's own where the code is of its key; return the recovery codes, None for a wrong code."""
    with one_try(TryKind.CODE, name=user.get_username(), network=network_of(request.META)) as attempt:
        with transaction.atomic():
            device = unsaved_device(user, key)
            if not _is_six_digits(code) or not device.verify_token(code):
                transaction.set_rollback(True)
                return None
            TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
            codes = _new_codes(user)
            record(user, ON, by=user)
        attempt.succeed()
    _verified(request, user, device)
    return codes


def verify(request: Any, user: Any, code: str) -> bool:
    """Take a code of the telephone or a recovery code; mark the session as verified where it is right.

    Raises TooManyTries.
    """
    with one_try(TryKind.CODE, name=user.get_username(), network=network_of(request.META)) as attempt:
        device = _device_of(user, code)
        if device is not None:
            attempt.succeed()
    if device is not None:
        _verified(request, user, device)
    return device is not None


def new_recovery_codes(user: Any) -> list[str]:
    """Replace the recovery codes; the old ones open nothing any more."""
    with transaction.atomic():
        codes = _new_codes(user)
        record(user, NEW_CODES, by=user)
    return codes


def recovery_codes_left(user: Any) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def remove(user: Any, *, by: Any, action: str) -> bool:
    """Take the second factor from a user; return False where there was none. `by` is None on the command line."""
    with transaction.atomic():
        count, _of_each = TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
        if count:
            record(user, action, by=by)
    return bool(count)


def record(user: Any, action: str, *, by: Any, **data: str) -> None:
    """Write an entry about an account into the desk's history; `by` is None on the command line."""
    # Wagtail passes over a user of a request in silence: it is a lazy object, not one of the model.
    account = get_user_model()._default_manager.get(pk=user.pk)
    log(instance=account, action=action, user=by, data=data or None)


def _device_of(user: Any, code: str) -> Any:
    plain = "".join(code.split()).lower()
    with transaction.atomic():
        if _is_six_digits(plain):
            device: Any = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
            return device if device is not None and device.verify_token(plain) else None
        device = StaticDevice.objects.select_for_update().filter(user=user).first()
        return device if device is not None and device.verify_token(_kept(plain)) else None


def _is_six_digits(code: str) -> bool:
    return len(code) == 6 and code.isascii() and code.isdigit()


def _new_codes(user: Any) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery codes", confirmed=True)
    codes = ["".join(secrets.choice(_LETTERS) for _letter in range(10)) for _code in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_kept(code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _kept(code: str) -> str:
    """Return what the database keeps of a recovery code: who reads the database cannot use it."""
    plain = code.replace("-", "")
    return salted_hmac("broadsheet.desk.recovery", plain, algorithm="sha256").hexdigest()[:16]


def _verified(request: Any, user: Any, device: Any) -> None:
    request.user = user
    # The key of a session that only a password has opened must not open the desk.
    request.session.cycle_key()
    mark_verified(request, device)
