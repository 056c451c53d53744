"""What no reader waits for: the duties of the worker, the follower of readers, and whoever tells caches in front."""
