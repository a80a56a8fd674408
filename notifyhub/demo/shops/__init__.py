"""The five shops, one file each. All names, streets and figures are invented."""
