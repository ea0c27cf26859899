"""The counters: who is called where, and how long all others will wait."""
