"""A bot without any library: http.server receives signed webhooks, urllib calls the Cloud API.

Reads WHATSAPP_API_BASE_URL, WHATSAPP_ACCESS_TOKEN, WHATSAPP_APP_SECRET and WHATSAPP_WEBHOOK_VERIFY_TOKEN. Prints its port.
"""

import hashlib
import hmac
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse
from urllib.request import Request, urlopen

handled = set()


def call(phone_number_id, body):
    url = f"{os.environ['WHATSAPP_API_BASE_URL']}/v26.0/{phone_number_id}/messages"
    headers = {"Authorization": f"Bearer {os.environ['WHATSAPP_ACCESS_TOKEN']}", "Content-Type": "application/json"}
    data = json.dumps({"messaging_product": "whatsapp", **body}).encode()
    with urlopen(Request(url, data, headers, method="POST")) as response:
        return json.load(response)


def answer(message):
    if message["type"] == "text":
        buttons = [{"type": "reply", "reply": {"id": word, "title": word}} for word in ("Tea", "Coffee")]
        body = {"text": f"Hello from Python: {message['text']['body']}"}
        return {"type": "interactive", "interactive": {"type": "button", "body": body, "action": {"buttons": buttons}}}
    title = message.get("interactive", {}).get("button_reply", {}).get("title", "nothing")
    return {"type": "text", "text": {"body": f"One {title}, coming up."}}


class Webhook(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlparse(self.path).query)
        known = query.get("hub.verify_token") == [os.environ["WHATSAPP_WEBHOOK_VERIFY_TOKEN"]]
        self.reply(200 if known else 403, query["hub.challenge"][0] if known else "")

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        expected = hmac.new(os.environ["WHATSAPP_APP_SECRET"].encode(), raw, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(f"sha256={expected}", self.headers.get("X-Hub-Signature-256", "")):
            return self.reply(401, "wrong signature")
        for entry in json.loads(raw)["entry"]:
            for change in entry["changes"]:
                self.handle_value(change["value"])
        self.reply(200, "OK")

    def handle_value(self, value):
        for message in value.get("messages", []):
            if message["id"] in handled:
                continue
            handled.add(message["id"])
            call(value["metadata"]["phone_number_id"], {"to": f"+{message['from']}", **answer(message)})

    def reply(self, status, text):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
print(server.server_port, flush=True)
server.serve_forever()
