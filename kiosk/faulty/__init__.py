"""A receipt printer that is not there, with the faults of those that are.

It follows the makers' manuals and knows nothing of the kiosk that prints on it.
"""
