"""Parameters: numbers of the business, versioned and dated."""
