"""Finding services by the words that people use."""
