"""Values that cross a seam: frozen, validated where they are born, without behaviour of their own."""
