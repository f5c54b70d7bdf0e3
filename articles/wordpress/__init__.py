"""Import of WordPress export files (WXR)."""
