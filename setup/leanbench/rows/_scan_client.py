"""One scan station: a process that logs in as an operator and scans cards over HTTP.

Started by :mod:`leanbench.clients`; answers with one entry for each scan. Standard library
only, so that it starts at once.
"""

import json
import sys
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from leanbench.station import Station

WARM_UP_SCANS = 5


def main() -> None:
    """Do one job."""
    job = json.loads(sys.stdin.readline())
    station = Station(job["host"], job["port"])
    station.log_in(job["database"], job["login"], job["password"])
    for _turn in range(WARM_UP_SCANS):
        scan(station, "no such card")
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps([timed_scan(station, barcode) for barcode in job["barcodes"]]), flush=True)


def scan(station: Station, barcode: str) -> dict:
    """The real call of the scan screen."""
    return station.run("lean.kanban.card", "scan", barcode, scan_uid=str(uuid.uuid4()))


def timed_scan(station: Station, barcode: str) -> dict:
    """Seconds, as the operator waits, and whether the card was signalled."""
    started = time.perf_counter()
    answer = scan(station, barcode)
    seconds = time.perf_counter() - started
    is_signalled = answer["ok"] and answer["level"] == "success"
    return {"seconds": seconds, "signalled": is_signalled, "finished_at": time.time()}


if __name__ == "__main__":
    main()
