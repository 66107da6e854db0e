"""The checks of check_sample.py, one module per kind of data."""
