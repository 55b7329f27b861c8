"""What points a Discord library at a sandbox; each module needs the library that it is named after."""
