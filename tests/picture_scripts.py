"""What another process does to the pictures of a site that is being served, as `live_site.shell` runs it."""

BEGIN = """
import io, sys; sys.path.insert(0, 'tests')
from django.core.files.images import ImageFile
from wagtail.images.models import Image
from broadsheet.newsroom.models import RetiredRendition
from broadsheet.newsroom.pictures.retiring import delete_with_files_at_once
from factories import make_section
from newsstand import publish, publish_many
from picture_files import Kind, plain

def photograph():
    return ImageFile(io.BytesIO(plain(Kind("JPEG", "jpg"))), name="cranes.jpg")
"""
MAKE = """
section = make_section("Harbour")
print("/section/harbour/")
for name in ("One", "Two"):
    picture = Image.objects.create(title=name, file=photograph())
    shown = {"picture": picture, "picture_alt": "Cranes", "section": section}
    body = [("picture", {"image": picture, "alt": "Cranes", "caption": ""})]
    made = [publish(f"{name} leads", **shown), *publish_many(2, **shown), publish(f"{name} in text", body=body)]
    print(*(each.get_absolute_url() for each in made))
"""
_FOCUS = """
for picture in Image.objects.all():
    picture.focal_point_x = picture.focal_point_y = picture.focal_point_width = picture.focal_point_height = 9
    picture.save()
"""
_FILE = """
for picture in Image.objects.all():
    picture.file = photograph()
    picture.save()
"""
# It prints the names of the files that pages of before have.
_DELETE = """
picture = Image.objects.get(title="One")
number = picture.pk
picture.delete()
print(*RetiredRendition.objects.filter(picture=number).values_list("name", flat=True))
"""
SCRIPTS = {
    "focus": _FOCUS,
    "file": _FILE,
    "delete": _DELETE,
    "at once": "delete_with_files_at_once(Image.objects.get(title='Two'))",
}
