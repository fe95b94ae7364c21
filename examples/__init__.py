"""What the plugin does, shown."""
