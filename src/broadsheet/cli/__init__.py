"""The command `broadsheet`: thin commands, and the files of web servers and systemd that it prints."""
