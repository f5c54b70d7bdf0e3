"""Pure functions of strings: normalization, confusable characters, reserved names."""
