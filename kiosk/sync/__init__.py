"""The line to the server: asking it, telling it what happened, hearing what it says, and doing without."""
