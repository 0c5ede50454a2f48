"""What the templates of the desk may ask for."""
