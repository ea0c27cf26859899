"""Daily quotas: what is issued, lent to kiosks and kept for bookings."""
