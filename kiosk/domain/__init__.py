"""What is true in a public service mall: pure values and rules, without input, output or Qt."""
