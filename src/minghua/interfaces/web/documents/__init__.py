"""Documents on paper: typeset as PDF with Chinese letters of their own."""
