"""What a store raises while it cannot be reached, or cannot keep more."""


class StoreAwayError(Exception):
    """The store cannot be reached now. Whether the call took effect is unknown; repeating it is harmless."""


class StoreFullError(StoreAwayError):
    """The store has no room left; nothing of the call was kept, and all that was kept before is there."""
