"""The forms by which pictures come to the desk: what is not a picture is refused with a sentence, the rest is cleaned."""

import os
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from ..newsroom.pictures.cleaning import CleanPicture, NotAPictureError, TooManyPixelsError, clean
from .picture_sizes import size_note

BROKEN = _("This file is not a picture, or it is broken. Save it again as JPEG, PNG or WebP and upload that.")
TOO_MANY_PIXELS = _("This picture has too many pixels. Make it smaller and upload that.")


class PictureField(WagtailImageField):
    """A file that must be a whole picture; Wagtail's own field looks at its beginning."""

    def to_python(self, data: Any) -> Any:
        if isinstance(data, UploadedFile):
            self.check_image_file_size(data)
            # A form that is shown again reads its files again.
            data.seek(0)
        try:
            found = super().to_python(data)
        except ValidationError:
            raise
        # Wagtail asks a broken file how large it is, and hands on whatever Pillow raises.
        except Exception as error:
            raise _what_is_wrong(data) from error
        return None if found is None else _cleaned(found)


class PictureForm(BaseImageForm):
    """The form of a picture, wherever it is uploaded or replaced."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = _checked(self.fields["file"])
            if self.instance.pk:
                self.fields["file"].help_text = size_note(self.instance)


class AvatarForm(AvatarPreferencesForm):
    """The form of one's own portrait."""

    avatar = PictureField(label=_("Upload a profile picture"), required=False)

    def clean_avatar(self) -> Any:
        found = self.cleaned_data.get("avatar")
        if found is False:
            return found  # "Reset to default", which Wagtail's form does not hear
        if not isinstance(found, UploadedFile):
            return self._original_avatar
        try:
            return super().clean_avatar()
        except (OSError, ValueError) as error:
            raise ValidationError(BROKEN, code="invalid_image") from error


def _checked(field: forms.Field) -> PictureField:
    return PictureField(
        label=field.label, required=field.required, initial=field.initial, widget=field.widget
    )


def _what_is_wrong(file: Any) -> ValidationError:
    """Return why a file is refused: a picture that is too large may be broken as well."""
    file.seek(0)
    try:
        clean(file.read())
    except TooManyPixelsError:
        return ValidationError(TOO_MANY_PIXELS, code="file_too_many_pixels")
    except NotAPictureError:
        pass
    return ValidationError(BROKEN, code="invalid_image")


def _cleaned(file: Any) -> CleanPicture:
    file.seek(0)
    try:
        content = clean(file.read())
    except TooManyPixelsError as error:
        raise ValidationError(TOO_MANY_PIXELS, code="file_too_many_pixels") from error
    except NotAPictureError as error:
        raise ValidationError(BROKEN, code="invalid_image") from error
    found = CleanPicture(os.path.basename(file.name), content, content_type=file.content_type)
    found.image = file.image
    return found
