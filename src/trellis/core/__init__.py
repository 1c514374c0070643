"""The engine every SDK runs on: encode, flow, drivers, decode. Knows no service; a ServiceDefinition tells it."""
