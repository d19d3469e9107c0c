"""What the hall talks to outside itself; each adapter has a twin without the outside, for tests."""
