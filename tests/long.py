"""What only the long run does: variants whose like is in the usual run already."""

import os

import pytest

IN_LONG_RUN = pytest.mark.skipif(not os.environ.get("HALL_LONG"), reason="a variant: with HALL_LONG=1")
