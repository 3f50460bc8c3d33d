"""The demo company 明华粮油: invented customers with two years of trade, loaded through the rooms' own doors."""
