"""A small client of the bridge, written from the protocol's document alone: standard library only.

usage: peer.py ENDPOINT SECRET_FILE ACCOUNT EPOCH
Exit code 0: everything was as the document says; 3: hello was refused; 1: anything else.
"""

import hashlib
import hmac
import json
import socket
import sys


def connect(endpoint):
    if endpoint.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(60)
        connection.connect(endpoint[len("unix:"):])
        return connection
    host, port = endpoint[len("tcp://"):].rsplit(":", 1)
    return socket.create_connection((host, int(port)), timeout=60)


class Bridge:
    def __init__(self, endpoint):
        self.connection = connect(endpoint)
        self.stream = self.connection.makefile("rb")
        self.last_id = 0
        self.notifications = []

    def read(self):
        line = self.stream.readline()
        if not line.endswith(b"\n"):
            raise EOFError("the connection ended")
        message = json.loads(line.decode("utf-8"))
        assert message["jsonrpc"] == "2.0", message
        return message

    def call(self, method, params):
        self.last_id += 1
        request = {"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params}
        self.connection.sendall(json.dumps(request).encode("utf-8") + b"\n")
        while True:
            message = self.read()
            if "method" in message:
                self.notifications.append(message)
                continue
            assert message["id"] == self.last_id, message
            return message


def main():
    endpoint, secret_file, account, epoch = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    with open(secret_file, "rb") as file:
        secret = file.read().rstrip(b"\r\n")
    bridge = Bridge(endpoint)

    challenge = bridge.read()
    assert challenge["method"] == "session.challenge", challenge
    assert 1 in challenge["params"]["protocols"], challenge
    nonce = challenge["params"]["nonce"]
    assert len(bytes.fromhex(nonce)) == 32, nonce

    early = bridge.call("account.snapshot", {})
    assert early["error"]["code"] == 1001 and early["error"]["data"]["name"] == "not_ready", early

    text = "|".join([nonce, account, "trade", str(epoch)]).encode("ascii")
    hello = bridge.call("session.hello", {
        "protocol": 1, "client": "peer/1", "account": account, "role": "trade", "epoch": epoch,
        "proof": hmac.new(secret, text, hashlib.sha256).hexdigest(),
    })
    if "error" in hello:
        print("refused", hello["error"]["code"])
        return 3
    result = hello["result"]
    assert result["protocol"] == 1 and result["account"] == account, result
    assert isinstance(result["seq"], int) and result["heartbeat_s"] > 0, result
    assert result["broker"] in ("up", "down", "unknown"), result
    assert isinstance(result["simulated"], bool) and "limit" in result["capabilities"], result

    print("pong", bridge.call("session.ping", {})["result"]["time"])

    snapshot = bridge.call("account.snapshot", {})["result"]
    for section in ("positions", "orders", "trades"):
        assert snapshot[section]["state"] in ("rows", "empty", "unknown"), snapshot

    order = {"client_order_id": "20261120-1", "symbol": "600000.SH", "side": "buy", "price": "10.25", "volume": 100,
             "valid_until": "2026-11-20T09:31:32.125+08:00"}
    wrong = bridge.call("order.submit", dict(order, price=10.25))
    assert wrong["error"]["code"] == -32602, wrong
    answer = bridge.call("order.submit", order)["result"]
    assert answer["outcome"] == "placed" and answer["order"]["price"] == "10.25", answer
    assert [n["params"]["seq"] for n in bridge.notifications] == [result["seq"] + 1], bridge.notifications
    print(answer["outcome"], "after", bridge.notifications[0]["params"]["order"]["status"])

    cancel = bridge.call("order.cancel", {"client_order_id": "20261120-99"})["result"]
    assert cancel == {"requested": False, "reason": "unknown_id"}, cancel
    assert bridge.call("order.amend", {})["error"]["code"] == -32601
    return 0


if __name__ == "__main__":
    sys.exit(main())
