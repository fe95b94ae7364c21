"""What an activation rests on, what it says, and its log."""
