"""The KnoxCall gateway, emulated: token endpoint, management API and data plane."""
