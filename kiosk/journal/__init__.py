"""The kiosk's durable memory: tickets, what the server has yet to hear, and copies of what it said."""
