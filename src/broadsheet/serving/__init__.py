"""What stands between readers and Django: the files that configure web servers, caches and systemd around us."""
