"""What the orders room keeps of people: free words go, numbers and amounts stay for the books."""

from minghua.kernel.personal import Register, register

PERSONAL: tuple[Register, ...] = (
    register(
        "orders.Order",
        "none",
        "",
        impersonal="""source number placed_at placed_on currency total_minor line_count kind kind_reason channel status
        fingerprint import_run_id""",
    ),
    register(
        "orders.OrderLine",
        "order__customer_id",
        "description | trade contract ordinary trade blank",
        impersonal="position quantity_milli unit_price_e4 amount_minor",
    ),
    register(
        "orders.Return",
        "customer_id",
        "reason | trade contract ordinary trade blank",
        impersonal="source number returned_at returned_on currency total_minor fingerprint import_run_id",
    ),
    register(
        "orders.ReturnLine",
        "return_of__customer_id",
        "description | trade contract ordinary trade blank",
        impersonal="position part quantity_milli unit_price_e4 amount_minor match",
    ),
)
