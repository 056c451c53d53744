"""The form of the site settings: logo, icon, colours, accounts elsewhere, rules for crawlers."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..newsroom.paper import colours, uploads
from ..newsroom.paper.crawlers import CRAWLERS
from ..newsroom.paper.site_settings import ALLOW, REFUSE, SOME, PaperPicture, SiteSettings
from ..newsroom.paper.typefaces import TYPEFACES

Take = Callable[..., uploads.Taken]

# Label, help, accepted types and reader of each upload, by the name of its field in the form and in the settings.
PICTURES: dict[str, tuple[Any, Any, str, Take]] = {
    "logo": (
        gettext_lazy("Logo"),
        gettext_lazy("PNG or SVG. It stands in place of the name at the head of every page."),
        ".png,.svg,image/png,image/svg+xml",
        uploads.take_logo,
    ),
    "logo_dark": (
        gettext_lazy("Logo on dark pages"),
        gettext_lazy("PNG or SVG, for readers whose device is set to dark."),
        ".png,.svg,image/png,image/svg+xml",
        uploads.take_logo,
    ),
    "icon": (
        gettext_lazy("Icon"),
        gettext_lazy(
            "A square PNG of 512 pixels or more. Without one, the first letter of the paper's name stands on the accent colour."
        ),
        ".png,image/png",
        uploads.take_icon,
    ),
    "share": (
        gettext_lazy("Picture for sharing"),
        gettext_lazy(
            "PNG or JPEG, 1200 by 630 pixels or more. It is shown where a page without a picture is shared."
        ),
        ".png,.jpg,.jpeg,image/png,image/jpeg",
        uploads.take_share,
    ),
}
MOST_ACCOUNTS, LONGEST_ADDRESS = 12, 300
LONGEST_TEXT = 20_000
CRAWLER_RULES = (
    (ALLOW, gettext_lazy("Allow all")),
    (REFUSE, gettext_lazy("Refuse all that are known")),
    (SOME, gettext_lazy("Refuse those ticked below")),
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class ColourField(forms.CharField):
    """A colour, chosen with the browser's colour picker."""

    widget = forms.TextInput(attrs={"type": "color"})

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        try:
            # Empty only where no colour is required.
            return colours.spelled(written) if written else ""
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


class PaperForm(forms.Form):
    """The settings of the whole paper; `base` are those so far, with files that were tried and not saved."""

    typeface = forms.ChoiceField(
        label=gettext_lazy("Typeface of the name"),
        choices=[(each.name, each.label) for each in TYPEFACES],
        widget=forms.RadioSelect,
    )
    accent = ColourField(
        label=gettext_lazy("Accent colour"),
        help_text=gettext_lazy("On light pages: labels, marks, the current menu entry."),
    )
    is_dark_by_hand = forms.BooleanField(
        label=gettext_lazy("Choose the shade for dark pages by hand"), required=False
    )
    accent_dark = ColourField(label=gettext_lazy("Accent colour on dark pages"), required=False)
    accounts = forms.CharField(
        label=gettext_lazy("Accounts elsewhere"),
        help_text=gettext_lazy(
            "One address in each line, https://…. They are linked at the foot of every page."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    crawlers = forms.ChoiceField(
        label=gettext_lazy("Crawlers of language models"), choices=CRAWLER_RULES, widget=forms.RadioSelect
    )
    refused = forms.MultipleChoiceField(
        label=gettext_lazy("Refused"),
        choices=[(each.name, f"{each.name} · {each.maker}, {each.purpose}") for each in CRAWLERS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ads = forms.CharField(
        label="ads.txt",
        help_text=gettext_lazy(
            "Who may sell advertisements of this paper. Empty means that there is no such file."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_TEXT,
        required=False,
    )
    security = forms.CharField(
        label="security.txt",
        help_text=gettext_lazy(
            "Whom to tell about a security hole, with lines for Contact and Expires. Empty means that there is no such file."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_TEXT,
        required=False,
    )

    def __init__(self, *args: Any, base: SiteSettings, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(base))
        super().__init__(*args, **kwargs)
        # Accepted files stay in it even if another field is wrong, so that nobody must choose them twice.
        self.settings = base
        # By field: the nearest readable shade, where the chosen colour has too little contrast.
        self.offers: dict[str, str] = {}
        self.left_out: list[str] = []
        for name, (label, help_text, accepted, _take) in PICTURES.items():
            self.fields[name] = forms.FileField(
                label=label,
                help_text=help_text,
                required=False,
                widget=forms.FileInput(attrs={"accept": accepted}),
            )
            self.fields[f"{name}_away"] = forms.BooleanField(label=_("Remove it"), required=False)

    def clean_accounts(self) -> tuple[str, ...]:
        lines = [each.strip() for each in self.cleaned_data["accounts"].splitlines() if each.strip()]
        if len(lines) > MOST_ACCOUNTS:
            raise ValidationError(_("These are more than %(most)d addresses.") % {"most": MOST_ACCOUNTS})
        for each in lines:
            if not _is_address(each):
                raise ValidationError(_("“%(line)s” is no address. Write it as https://…") % {"line": each})
        return tuple(dict.fromkeys(lines))

    def clean_ads(self) -> str:
        return _plain(self.cleaned_data["ads"])

    def clean_security(self) -> str:
        text = _plain(self.cleaned_data["security"])
        fields = {line.partition(":")[0].strip().lower() for line in text.splitlines()}
        if text and not {"contact", "expires"} <= fields:
            # https://www.rfc-editor.org/rfc/rfc9116, 2.5
            raise ValidationError(_("It needs a line “Contact: …” and a line “Expires: …” with a date."))
        return text

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in PICTURES:
            self._take(name, said, now=timezone.now())
        if self.settings.logo_dark and not self.settings.logo:
            self.add_error("logo", _("Choose a logo for light pages too."))
        self._see_that_accents_can_be_read(said)
        if not self.errors:
            self.settings = self._with_words(said)
        return said

    def _take(self, name: str, said: dict[str, Any], *, now: datetime) -> None:
        """Keep a file that was chosen, or take away the one that was."""
        file = said.get(name)
        if file:
            take = PICTURES[name][3]
            try:
                if file.size > uploads.LARGEST_BYTES:
                    raise uploads.RefusedError(_("This file has more than 5 MB. Make it smaller."))
                taken = take(file.read(), now=now)
            except uploads.RefusedError as error:
                self.add_error(name, str(error))
                return
            self.left_out += taken.left_out
            self.settings = self._with_picture(name, taken.picture)
        elif said.get(f"{name}_away"):
            self.settings = self._with_picture(name, None)

    def _with_picture(self, name: str, picture: PaperPicture | None) -> SiteSettings:
        changed: dict[str, Any] = {name: picture}
        return replace(self.settings, **changed)

    def _see_that_accents_can_be_read(self, said: dict[str, Any]) -> None:
        grounds = {"accent": colours.LIGHT_GROUND}
        if said.get("is_dark_by_hand"):
            grounds["accent_dark"] = colours.DARK_GROUND
        for name, ground in grounds.items():
            colour = said.get(name)
            if not colour or colours.can_be_read(colour, ground):
                continue
            shade = self.offers[name] = colours.nearest_that_can_be_read(colour, ground)
            told = _(
                "%(colour)s has a contrast of %(contrast).1f to the page; it needs %(wanted)s. The nearest shade that has it is %(shade)s."
            )
            said_of_it = {
                "colour": colour,
                # Rounded down, so that 4.49 is not called 4.5.
                "contrast": int(colours.contrast(colour, ground) * 10) / 10,
                "wanted": colours.LOWEST_CONTRAST,
                "shade": shade,
            }
            self.add_error(name, told % said_of_it)

    def _with_words(self, said: dict[str, Any]) -> SiteSettings:
        accent = said["accent"] if said["accent"] != colours.LIGHT_ACCENT else ""
        dark = said["accent_dark"] if said["is_dark_by_hand"] else ""
        return replace(
            self.settings,
            typeface=said["typeface"],
            accent=accent,
            accent_dark="" if not accent and dark == colours.DARK_ACCENT else dark,
            accounts=said["accounts"],
            crawlers=said["crawlers"],
            refused=tuple(said["refused"]) if said["crawlers"] == SOME else (),
            ads=said["ads"],
            security=said["security"],
        )


def _initial(settings: SiteSettings) -> dict[str, Any]:
    return {
        "typeface": settings.typeface,
        "accent": settings.accent_on_light,
        "is_dark_by_hand": bool(settings.accent_dark),
        "accent_dark": settings.accent_on_dark,
        "accounts": "\n".join(settings.accounts),
        "crawlers": settings.crawlers,
        "refused": list(settings.refused),
        "ads": settings.ads,
        "security": settings.security,
    }


def _is_address(text: str) -> bool:
    if len(text) > LONGEST_ADDRESS or re.search(r"[\s\"'<>\\]", text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not parts.username


def _plain(text: str) -> str:
    """Return a text with \n as its line end and without control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").splitlines()
    return "\n".join(_CONTROLS.sub("", each).rstrip() for each in lines).strip()
