"""What bench.py and instructions.py are made of."""
