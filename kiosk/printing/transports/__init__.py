"""Ways to a receipt printer, each with deadlines."""
