"""A shop's orders come in: rows become orders, returns, products and customers, or say why not."""

from minghua.journeys.import_orders.target import OrdersTarget

__all__ = ["OrdersTarget"]
