"""What the value room keeps of people: amounts for the books, no words about anybody."""

from minghua.kernel.personal import Register, register

PERSONAL: tuple[Register, ...] = (
    register("value.ProductCost", "none", "", impersonal="valid_from cost_minor currency"),
    register(
        "value.CostEntry",
        "none",
        "",
        impersonal="part amount_minor currency event_at event_on source key reason recorded_at",
    ),
    register(
        "value.PyramidRun",
        "staff",
        "by_name | account employment ordinary account keep",
        impersonal="definition start_on end_on as_of currency customers figures rule parameter_versions made_at",
    ),
    register(
        "value.RfmRun",
        "staff",
        "by_name | account employment ordinary account keep",
        impersonal="definition start_on end_on as_of cut_at customers figures rule made_at",
    ),
    register("value.RfmPlace", "none", "", impersonal="recency frequency monetary_minor r f m segment"),
    register(
        "value.PyramidPlace",
        "none",
        "",
        impersonal="""rank layer metric_minor sales_minor returns_minor goods_minor discount_minor points_minor
        logistics_minor service_minor selling_minor bad_debt_minor net_minor orders""",
    ),
)
