"""What a run does, one public function each, read from top to bottom."""
