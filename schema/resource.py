"""Types that show a vendor's own resource, whose attributes are kept under the vendor's names."""

from typing import Any

from loaders.records import Resource
from schema.edge import View


class ResourceView(View[Resource]):
    """A type that shows a resource: what is not resolved otherwise is read from its attributes."""

    def __getattr__(self, name: str) -> Any:
        """Read an attribute; None where the vendor does not tell it.

        Raises:
            AttributeError: a name of Python's own, such as `__await__`, or the record itself, which is not there.

        """
        if name.startswith("__") or name == "record":
            raise AttributeError(name)
        return self.record.attributes.get(name)
