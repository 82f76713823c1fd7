"""Workbooks into scenarios: a filled template, an edited results workbook, or a municipality's own table."""
