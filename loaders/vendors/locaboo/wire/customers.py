"""Who books: `customer_list` [002:621-693]."""

from loaders.vendors.locaboo.wire.values import Key, OptionalKey, Stamp, Text, Wire


class Customer(Wire):
    """A person or company."""

    id: Key
    email: Text = None
    company_name: Text = None
    first_name: Text = None
    last_name: Text = None
    show_name: Text = None
    group_id: OptionalKey = None
    created: Stamp = None
    street: Text = None
    zip: Text = None
    city: Text = None
    phone: Text = None
    noletter: Text = None
    color: Text = None
    salutation: Text = None
    country: Text = None
    customer_number: Text = None
    active: Text = None
    last_login: Stamp = None
