"""What a check of an instance finds: findings, and what is judged without asking the host."""
