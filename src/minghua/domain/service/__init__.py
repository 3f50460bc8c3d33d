"""Service 客户服务: cases of customers, their clocks and promises."""
