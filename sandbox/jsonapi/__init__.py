"""JSON:API as a server answers it: what the vendors that follow the specification have in common.

The vendors differ in the names of their types, in page sizes, links, errors and filters; those differences are
handed in, and nothing in here knows a vendor.
"""
