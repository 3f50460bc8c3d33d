"""Named measures of a customer, declared by the rooms that know them and read by those that rank, grade and choose."""
