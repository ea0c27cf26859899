"""Who may speak to the server: codes, tokens, and the list of all who have one."""
