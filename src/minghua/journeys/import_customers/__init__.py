"""A list of customers comes in: people, organisations and households with their archives."""

from minghua.journeys.import_customers.target import CustomersTarget

__all__ = ["CustomersTarget"]
