"""HTTP: what may be asked, for whom, within which limits, and how it is answered."""
