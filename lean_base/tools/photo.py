# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import base64

from PIL.Image import DecompressionBombError

from odoo.exceptions import UserError
from odoo.tools.image import image_process
from odoo.tools.mimetypes import guess_mimetype

MAX_PHOTO = 12_000_000  # characters of base64
PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif")  # no SVG: it may bring scripts


def clean_photo(photo):
    """Return a picture that a station sent, where it can be read, else False.

    A bad photo must not lose what was entered with it.

    :param photo: base64 text
    """
    if not isinstance(photo, str) or not 0 < len(photo) <= MAX_PHOTO:
        return False
    try:
        content = base64.b64decode(photo)
        image_process(content, verify_resolution=True)
    except (ValueError, UserError, DecompressionBombError):
        return False
    return photo if guess_mimetype(content) in PHOTO_TYPES else False
