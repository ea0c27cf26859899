"""What the kiosk does: visits, issuing, and what is known of the moment."""
