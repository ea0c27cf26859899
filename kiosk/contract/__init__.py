"""What travels between a kiosk and the central queue server."""
