"""What a store raises while it cannot be reached."""


class StoreAwayError(Exception):
    """The store cannot be reached now. Whether the call took effect is unknown; repeating it is harmless."""
