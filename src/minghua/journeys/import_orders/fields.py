"""What a file of orders can fill, and the words its headers use."""

from typing import Final

from minghua.foundation.imports.types import FieldKind, ImportField
from minghua.kernel.words import Text

ORDER: Final = Text("订单", "Order")
LINE: Final = Text("明细", "Line")
CUSTOMER: Final = Text("客户", "Customer")

DOCUMENTS: Final = {
    "sale": Text("销售", "Sale"),
    "adjustment": Text("调整", "Adjustment"),
    "return": Text("退货", "Return"),
}
STATUSES: Final = {
    "open": Text("未完成", "Open"),
    "completed": Text("已完成", "Completed"),
    "cancelled": Text("已取消", "Cancelled"),
}
CHANNELS: Final = {
    "store": Text("门店", "Store"),
    "phone": Text("电话", "Phone"),
    "wechat": Text("微信", "WeChat"),
    "web": Text("网店", "Web shop"),
    "visit": Text("上门", "Visit"),
    "import": Text("导入", "Import"),
}


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIELDS: Final[tuple[ImportField, ...]] = (
    ImportField(
        code="number",
        label=Text("订单号", "Order number"),
        kind=FieldKind.IDENTIFIER,
        synonyms=_words(
            "InvoiceNo Invoice OrderNo OrderId OrderNumber order_number 发票号 单号 订单编号 交易号 流水号"
        ),
        required=True,
        longest=64,
        group=ORDER,
    ),
    ImportField(
        code="placed_at",
        label=Text("下单时间", "Placed at"),
        kind=FieldKind.MOMENT,
        synonyms=_words("InvoiceDate OrderDate Date CreatedAt 日期 时间 订单日期 下单日期 交易时间 成交时间 付款时间"),
        required=True,
        group=ORDER,
    ),
    ImportField(
        code="sku",
        label=Text("货号", "SKU"),
        kind=FieldKind.IDENTIFIER,
        synonyms=_words("StockCode ItemCode ProductCode ProductId 商品编码 产品编码 商品编号 产品编号 条码 款号"),
        required=True,
        longest=64,
        group=LINE,
    ),
    ImportField(
        code="description",
        label=Text("品名", "Description"),
        synonyms=_words("ProductName ItemName Name Product 商品名称 产品名称 商品 名称 描述"),
        group=LINE,
    ),
    ImportField(
        code="quantity",
        label=Text("数量", "Quantity"),
        kind=FieldKind.QUANTITY,
        synonyms=_words("Qty 件数 购买数量 销售数量"),
        required=True,
        group=LINE,
    ),
    ImportField(
        code="unit_price",
        label=Text("单价", "Unit price"),
        kind=FieldKind.PRICE,
        synonyms=_words("UnitPrice Price 价格 售价 成交单价 销售单价"),
        required=True,
        group=LINE,
    ),
    ImportField(
        code="category",
        label=Text("品类", "Category"),
        synonyms=_words("ProductCategory 类别 分类 商品分类"),
        longest=80,
        group=LINE,
    ),
    ImportField(
        code="customer",
        label=Text("客户外部编号", "Customer external id"),
        kind=FieldKind.IDENTIFIER,
        synonyms=_words(
            "CustomerID Customer CustomerNo BuyerId MemberId 客户编号 客户ID 会员号 会员编号 买家ID 顾客编号"
        ),
        longest=100,
        group=CUSTOMER,
    ),
    ImportField(
        code="customer_number",
        label=Text("客户号", "Customer number"),
        kind=FieldKind.IDENTIFIER,
        synonyms=_words("明华客户号"),
        longest=24,
        group=CUSTOMER,
    ),
    ImportField(
        code="customer_name",
        label=Text("客户名称", "Customer name"),
        synonyms=_words("BuyerName CustomerName 客户姓名 姓名 买家 收货人 会员名"),
        group=CUSTOMER,
    ),
    ImportField(
        code="mobile",
        label=Text("手机", "Mobile"),
        kind=FieldKind.PHONE,
        synonyms=_words("Phone Tel 手机号 手机号码 电话 联系电话 收货电话"),
        group=CUSTOMER,
    ),
    ImportField(
        code="country",
        label=Text("国家/地区", "Country or region"),
        synonyms=_words("Country Region 国家 地区"),
        longest=40,
        group=CUSTOMER,
    ),
    ImportField(
        code="owner",
        label=Text("负责人", "Owner"),
        synonyms=_words("Salesperson 业务员 销售员 跟进人"),
        longest=150,
        group=CUSTOMER,
    ),
    ImportField(
        code="document",
        label=Text("单据类型", "Document"),
        kind=FieldKind.CHOICE,
        synonyms=_words("Type DocumentType 类型"),
        choices=DOCUMENTS,
        group=ORDER,
    ),
    ImportField(
        code="status",
        label=Text("订单状态", "Order status"),
        kind=FieldKind.CHOICE,
        synonyms=_words("State 状态"),
        choices=STATUSES,
        group=ORDER,
    ),
    ImportField(
        code="channel",
        label=Text("渠道", "Channel"),
        kind=FieldKind.CHOICE,
        synonyms=_words("SalesChannel 销售渠道"),
        choices=CHANNELS,
        group=ORDER,
    ),
    ImportField(
        code="currency",
        label=Text("币种", "Currency"),
        kind=FieldKind.IDENTIFIER,
        synonyms=_words("CurrencyCode 货币"),
        longest=3,
        group=ORDER,
    ),
    ImportField(
        code="source",
        label=Text("来源", "Source"),
        kind=FieldKind.IDENTIFIER,
        synonyms=_words("Shop Store 店铺 来源店铺"),
        longest=40,
        group=ORDER,
    ),
    ImportField(code="reason", label=Text("退货原因", "Return reason"), synonyms=_words("Note 备注"), group=ORDER),
)
