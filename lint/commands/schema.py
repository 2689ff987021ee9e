"""`copydesk schema`: the JSON Schema of a rule file, for editors."""

from __future__ import annotations

import argparse
import json

from lint.schema import rule_schema


def main(_: argparse.Namespace) -> int:
    """Print the schema."""
    print(json.dumps(rule_schema(), indent=2))
    return 0
