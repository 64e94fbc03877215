"""Vendors that speak JSON:API: reading documents, planning includes, writing queries, walking pages."""
