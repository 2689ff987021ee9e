"""The subcommands: one file each, each with a `main` that takes the parsed options and returns the exit code."""
