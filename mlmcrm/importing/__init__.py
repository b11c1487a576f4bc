"""Brings people and orders in from files: read, plan line by line, write in batches."""
