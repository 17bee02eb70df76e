"""How long a test waits for what must come: on a slow, busy machine too; elsewhere nobody waits."""

PATIENCE_S = 90.0
"""Less than a test is given (120 s), so that it says what it waited for."""
PATIENCE_MS = round(PATIENCE_S * 1000)
