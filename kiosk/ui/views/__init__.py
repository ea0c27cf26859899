"""View-models: what a screen shows, computed from the model, and what it lets the citizen do."""
