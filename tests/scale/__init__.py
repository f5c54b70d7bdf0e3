"""What must not depend on how much there is."""
