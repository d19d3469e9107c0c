"""What the `hall` command does, one module a command; `hall.cli` only reads the words."""
