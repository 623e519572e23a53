"""One scan station: a process that logs in as an operator and scans cards over HTTP.

Talks to its parent in lines of JSON: reads a job, says "ready", waits for "go", then
answers with one entry for each scan. Standard library only, so that it starts at once.
"""

import http.client
import json
import sys
import time
import uuid

WARM_UP_SCANS = 5


class Station:
    """A web session on one kept-alive connection, as a browser's."""

    def __init__(self, host: str, port: int):
        self.connection = http.client.HTTPConnection(host, port, timeout=60)
        self.cookie = ""

    def log_in(self, database: str, login: str, password: str) -> None:
        """Authenticate; the cookie stays with this station."""
        self.call("/web/session/authenticate", {"db": database, "login": login, "password": password})

    def scan(self, barcode: str) -> dict:
        """The real call of the scan screen."""
        arguments = {
            "model": "lean.kanban.card",
            "method": "scan",
            "args": [barcode],
            "kwargs": {"scan_uid": str(uuid.uuid4())},
        }
        return self.call("/web/dataset/call_kw/lean.kanban.card/scan", arguments)

    def call(self, path: str, params: dict) -> dict:
        """One JSON-RPC call; an error of the server is an exception here."""
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "params": params})
        headers = {"Content-Type": "application/json", "Cookie": self.cookie}
        self.connection.request("POST", path, body, headers)
        response = self.connection.getresponse()
        answer = json.loads(response.read())
        for header in response.headers.get_all("Set-Cookie") or []:
            if header.startswith("session_id="):
                self.cookie = header.split(";")[0]
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["message"])
        return answer["result"]


def main() -> None:
    """Do one job."""
    job = json.loads(sys.stdin.readline())
    station = Station(job["host"], job["port"])
    station.log_in(job["database"], job["login"], job["password"])
    for _turn in range(WARM_UP_SCANS):
        station.scan("no such card")
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps([timed_scan(station, barcode) for barcode in job["barcodes"]]), flush=True)


def timed_scan(station: Station, barcode: str) -> dict:
    """Seconds, as the operator waits, and whether the card was signalled."""
    started = time.perf_counter()
    answer = station.scan(barcode)
    seconds = time.perf_counter() - started
    is_signalled = answer["ok"] and answer["level"] == "success"
    return {"seconds": seconds, "signalled": is_signalled, "finished_at": time.time()}


if __name__ == "__main__":
    main()
