"""Pictures as files: what is taken, what is stripped from them, where they are kept, and who may have which."""
