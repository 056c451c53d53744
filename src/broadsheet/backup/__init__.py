"""One file that holds a whole site, made while it runs, checked, and restored elsewhere."""
