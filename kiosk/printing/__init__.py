"""From a ticket to paper that surely came out."""
