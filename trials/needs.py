"""What a trial may need beside a newspaper over a database, and that it cannot be had here."""

PROXY = "proxy"
CLOCK = "clock"
DISK = "disk"
WIRES = "wires"  # hostile ones
EARLY = "early"  # commits that are acknowledged before they are kept


class NotToBeHadError(Exception):
    """What a trial needs is not to be had on this machine."""
