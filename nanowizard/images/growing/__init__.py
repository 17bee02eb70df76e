"""The image in an archive that still arrives, read forward only. `source.open_growing` is the way in."""
