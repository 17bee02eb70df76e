"""Machines without hardware: Debian systems built here, and QEMU processes that run them."""
