"""hall: software for public service halls. This module holds its name and version and nothing else."""

NAME = "hall"
VERSION = "0.1.0"
