"""hall: software for public service halls. This module holds its name and nothing else."""

NAME = "hall"
