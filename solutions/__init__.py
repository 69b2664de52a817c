"""How it is solved: one module per exercise sheet, one plain function per exercise."""
