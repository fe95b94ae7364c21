"""How the outside is spoken to."""
