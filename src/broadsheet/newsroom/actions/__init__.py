"""What the newsroom does: every deed of an editor, an importer or a program, in one place.

Whoever wants one of these done calls it here: the desk, the wire, a command. `by` is the account that does it, or None
for a program; `now` is the moment. Each is one transaction, in which the deed, its entry in the audit log and its
announcement to the press stand or fall together. Done twice, it is refused or changes nothing more. Whether `by` may do
it is for the caller to ask.
"""
