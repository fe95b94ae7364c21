"""The pure core: arrays and values in, figures out. It knows no host, no file, no clock."""
