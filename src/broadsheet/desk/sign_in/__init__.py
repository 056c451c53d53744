"""Signing in to the desk: limits of tries, password hashes, second factors, and the marker of editors."""
