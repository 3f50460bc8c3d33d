"""Lists at the web's door: what an address asks for, how it is said, and the addresses of its neighbours."""
