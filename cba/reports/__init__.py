"""Everything that is made from one results document: fact sheet, workbook, PDF, summary, folder."""
