"""All of one account: what asks the vendor, and the places where each sort of thing is read and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from loaders.vendors.locaboo.calendar import Calendar
from loaders.vendors.locaboo.diary import Diary
from loaders.vendors.locaboo.office import Office
from loaders.vendors.locaboo.programme import Programme
from loaders.vendors.locaboo.rooms import Rooms
from loaders.vendors.locaboo.translate.site import Site
from loaders.vendors.locaboo.window import Window

if TYPE_CHECKING:
    from loaders.port import Options
    from loaders.vendors.locaboo.api import Api


class House:
    """All of one account.

    Args:
        options: what the configuration says.
        api: asks the vendor.

    """

    def __init__(self, options: Options, api: Api) -> None:
        site = Site(options.name, options.zone)
        window = Window.of(options.further.get("window"), lambda: api.now().date())
        self.api: Final = api
        self.site: Final = site
        self.office: Final = Office(api, site)
        self.rooms: Final = Rooms(api, site, self.office)
        self.diary: Final = Diary(api, site, self.office, window)
        self.programme: Final = Programme(api, site, self.office, window)
        self.calendar: Final = Calendar(api, site, self.rooms)
