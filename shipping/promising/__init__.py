"""When an order leaves and arrives, worked out from a store's rules alone: no Django, no clock."""
