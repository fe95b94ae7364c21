"""Parts of the macro that checks an instance: what each asks the host, and what it makes of the answer."""
