"""The central queue server: it numbers tickets, keeps every mall's queues and tells kiosks what is open."""
