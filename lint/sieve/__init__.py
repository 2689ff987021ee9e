"""The prefilter: a single scan of a text tells which rules can find something in it, and where.

To make one, `syntax` reads a rule's pattern into a tree, `relax` makes of the tree an expression that matches wherever
the pattern does, `planner` collects those of all rules, and `making` compiles them. To use one, `sifting` has `scanner`
run over a text. What is found never depends on it.
"""
