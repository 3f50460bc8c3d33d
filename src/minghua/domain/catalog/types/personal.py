"""What the catalog keeps of people: nothing; who has a unit is told by the service room."""

from minghua.kernel.personal import Register, register

PERSONAL: tuple[Register, ...] = (
    register("catalog.Category", "none", "", impersonal="name"),
    register(
        "catalog.Product",
        "none",
        "",
        impersonal="""sku sku_key name unit price_minor currency cost_minor nature cycle_days servings_milli serving_name
        import_run_id""",
    ),
    register(
        "catalog.Unit",
        "none",
        "",
        impersonal="serial serial_key key purchased_on installed_on retired_on sold_together evidence recorded_at import_run_id",
    ),
    register(
        "catalog.WarrantyTerms",
        "none",
        "",
        impersonal="""code version name_zh name_en source scope anchor months payer sold_from sold_until skus shelves needs
        at_least_units published_at""",
    ),
)
