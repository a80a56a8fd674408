"""Several hosts on one machine: network namespaces on a bridge, each with its share of the CPU."""
