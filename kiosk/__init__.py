"""The ticket kiosk: what a visitor touches to take a number. Imports the wire and nothing else of hall."""
