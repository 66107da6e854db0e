"""What check_sample.py checks, one kind of data a module."""
