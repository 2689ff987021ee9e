"""How fast Copydesk is, beside its peers and beside itself."""
