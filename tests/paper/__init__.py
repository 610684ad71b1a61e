"""A newspaper that is made with WordPress 6.1, in memory, for tests: its editors' verbs, its
answers, and what its readers are to see.
"""
