"""Take out of a picture's file all that is not the picture, without touching its pixels where the format allows it.

Each module knows one format: `strip(content, exif)` returns the file with nothing but pixels, colour profile,
animation and `exif`, the few words that are kept. It raises ValueError or IndexError where the file is broken.
"""
