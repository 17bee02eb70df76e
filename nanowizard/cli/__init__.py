"""The command line: `main` reads it, the other modules are its groups, `output` is the only place that prints."""
