# SPDX-License-Identifier: MIT
"""visit.py PAGE [PICTURE.png]: opens a page in headless Chromium as a reader does, and says as JSON what there is.

It speaks Chromium's DevTools protocol over pipes (--remote-debugging-pipe): no port, no library.
"""
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

PATIENCE = 60  # seconds

LOOK = """(() => {
  const seen = e => e.getClientRects().length > 0;
  const all = s => [...document.querySelectorAll(s)];
  const map = document.querySelector('svg.map');
  return {
    title: document.title,
    headings: all('h1, h2, h3').filter(seen).map(e => e.innerText),
    languages: [...new Set(all('main [lang]').filter(seen).map(e => e.lang))],
    text: document.querySelector('main').innerText,
    map: map && seen(map) ? {width: map.getBoundingClientRect().width,
      shapes: all('svg.map path').filter(e => e.getBBox().width + e.getBBox().height > 0).length,
      label: map.getAttribute('aria-label')} : null,
    tables: all('table').filter(seen).length, images: all('img').filter(seen).map(e => e.naturalWidth),
    unnamed: all('svg[role=img]').filter(e => !e.getAttribute('aria-label')).length,
    headless: all('table').filter(e => !e.querySelector('th[scope=col]')).length,
    broken: all('a[href^="#"]').filter(e => !document.getElementById(e.hash.slice(1))).length,
    twice: all('[id]').length - new Set(all('[id]').map(e => e.id)).size,
    links: [...new Set(all('a[href]').map(e => e.getAttribute('href')))],
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    scripts: all('script').length, ran: window.ran === true,
    ink: getComputedStyle(document.body).color,
    paper: getComputedStyle(document.body).backgroundColor,
  };
})()"""


def browser():
    for name in ("chromium-headless-shell", "chromium"):
        if path := shutil.which(name):
            return path
    sys.exit("visit.py: there is no chromium-headless-shell and no chromium")


class Tab:
    def __init__(self, profile):
        to_browser, self.writer = os.pipe()
        self.reader, from_browser = os.pipe()

        def wire():  # Chromium reads from 3 and writes to 4
            spare = [os.dup(to_browser), os.dup(from_browser)]
            os.dup2(spare[0], 3)
            os.dup2(spare[1], 4)

        self.process = subprocess.Popen(
            [browser(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=wire, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.rest, self.number, self.session, self.events = b"", 0, None, []
        self.deadline = time.monotonic() + PATIENCE
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def message(self):
        while b"\0" not in self.rest:
            if time.monotonic() > self.deadline:
                sys.exit("visit.py: the browser does not answer")
            part = os.read(self.reader, 1 << 20)
            if not part:
                sys.exit("visit.py: the browser has ended")
            self.rest += part
        text, self.rest = self.rest.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, **params):
        self.number += 1
        call = {"id": self.number, "method": method, "params": params}
        if self.session:
            call["sessionId"] = self.session
        os.write(self.writer, json.dumps(call).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") != self.number:
                self.events.append(message)
            elif "error" in message:
                sys.exit(f"visit.py: {method}: {message['error']}")
            else:
                return message["result"]

    def wait_for(self, event):
        while not any(one.get("method") == event for one in self.events):
            self.events.append(self.message())

    def value(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            sys.exit(f"visit.py: {result['exceptionDetails']}")
        return result["result"].get("value")

    def click(self, selector):
        """With the mouse, where the element can be seen."""
        box = self.value(f"(() => {{ const b = document.querySelector({json.dumps(selector)})"
                         ".getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def troubles(self):
        """What the console says, what failed, and what was asked for beside the page itself."""
        found = []
        for event in self.events:
            method, params = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                found.append(str(params["exceptionDetails"]))
            elif method == "Runtime.consoleAPICalled":
                found.append(str(params["args"]))
            elif method == "Log.entryAdded":
                found.append(params["entry"]["text"])
            elif method == "Network.requestWillBeSent" and not params["request"]["url"].startswith("file:"):
                found.append("asked for " + params["request"]["url"])
        return found

    def picture(self, file):
        image = self.call("Page.captureScreenshot", captureBeyondViewport=True, format="png")
        pathlib.Path(file).write_bytes(base64.b64decode(image["data"]))

    def close(self):
        self.process.kill()
        self.process.wait()


def main():
    profile = tempfile.mkdtemp(prefix="bdf_browser_")
    tab = Tab(profile)
    try:
        tab.call("Emulation.setDeviceMetricsOverride", width=1200, height=900, deviceScaleFactor=1, mobile=False)
        tab.call("Page.navigate", url=pathlib.Path(sys.argv[1]).resolve().as_uri())
        tab.wait_for("Page.loadEventFired")
        seen = {"french": tab.value(LOOK)}
        if len(sys.argv) > 2:
            tab.picture(sys.argv[2])
        tab.click("label[for=in-en]")
        seen["english"] = tab.value(LOOK)
        tab.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
        seen["dark"] = tab.value(LOOK)
        if len(sys.argv) > 2:
            tab.picture(sys.argv[2].replace(".png", "_dark.png"))
        tab.call("Emulation.setDeviceMetricsOverride", width=360, height=700, deviceScaleFactor=1, mobile=True)
        seen["narrow"] = tab.value(LOOK)
        seen["troubles"] = tab.troubles()
        print(json.dumps(seen))
    finally:
        tab.close()
        shutil.rmtree(profile, ignore_errors=True)


main()
