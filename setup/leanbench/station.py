"""A web session of one person: a kept-alive connection, as a browser's. Standard library only, so that it starts at once."""

import http.client
import json


class RefusedError(RuntimeError):
    """The server answered, and said no; nothing was written.

    :param name: class of the error on the server, such as ``odoo.exceptions.UserError``
    """

    def __init__(self, name: str, message: str):
        super().__init__(message)
        self.name = name


class Station:
    """Calls a server as a logged-in person."""

    def __init__(self, host: str, port: int, timeout: float = 60):
        self.connection = http.client.HTTPConnection(host, port, timeout=timeout)
        self.cookie = ""

    def log_in(self, database: str, login: str, password: str) -> dict:
        """Authenticate; the cookie stays with this station."""
        return self.call("/web/session/authenticate", {"db": database, "login": login, "password": password})

    def run(self, model: str, method: str, *arguments: object, **keywords: object) -> object:
        """A public method of a model, as the web client calls it."""
        params = {"model": model, "method": method, "args": arguments, "kwargs": keywords}
        return self.call(f"/web/dataset/call_kw/{model}/{method}", params)

    def call(self, path: str, params: dict) -> object:
        """One JSON-RPC call.

        :raises RefusedError: where the server answers with an error
        """
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "params": params})
        headers = {"Content-Type": "application/json", "Cookie": self.cookie}
        self.connection.request("POST", path, body, headers)
        response = self.connection.getresponse()
        answer = json.loads(response.read())
        for header in response.headers.get_all("Set-Cookie") or []:
            if header.startswith("session_id="):
                self.cookie = header.split(";")[0]
        if "error" in answer:
            data = answer["error"]["data"]
            raise RefusedError(data.get("name", ""), data["message"])
        return answer.get("result")  # what gives nothing is left out
