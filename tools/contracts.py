"""The import contract that keeps rooms private: from outside, only a room's doors may be imported."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateRooms(Contract):
    """Each child of `rooms` may be entered by others through its `doors` only; config may name a room's app."""

    type_name = "private_rooms"
    rooms = fields.StringField()
    doors = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Return the contract kept, or broken with every (importer, private module) pair."""
        broken = [
            (importer, private)
            for room in sorted(graph.find_children(str(self.rooms)))
            for private in sorted(graph.find_descendants(room))
            if private.removeprefix(f"{room}.").split(".")[0] not in list(self.doors)  # type: ignore[call-overload]
            for importer in sorted(graph.find_modules_that_directly_import(private))
            if importer != room and not importer.startswith(f"{room}.")
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line per import that went through a wall."""
        for importer, private in check.metadata["broken"]:
            output.print_error(f"{importer} imports {private}, which is not a door")
