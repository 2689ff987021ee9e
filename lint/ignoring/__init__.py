"""`--add-ignore`: suppressions for all that is found, as comments where a format has them, else as entries."""
