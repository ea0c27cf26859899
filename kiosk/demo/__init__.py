"""The demonstration: everything on one machine, and visits that make themselves by touching the window."""
