"""Everything about a person, in a package they can read and take elsewhere (PIPL 45; GB/T 35273 8.1, 8.6)."""

from minghua.journeys.export_person.making import Made, make_package, write_package

__all__ = ["Made", "make_package", "write_package"]
