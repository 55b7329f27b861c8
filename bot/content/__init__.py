"""What there is to study, read from YAML: `load_library` gives it whole or lists every mistake with file and line."""
