"""The catalogue as files and as JSON: reading, checking and writing it, with every fault's place."""
