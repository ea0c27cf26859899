"""What staff ask of kiosks from afar: kept until it was done, or is worth nothing any more."""
