"""The web server, the caching application in front of Django, and what keeps their processes running."""
