"""What the newsroom does: every deed of an editor or an importer in one place."""
