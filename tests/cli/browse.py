"""Opens a page in Chromium and prints what a script finds there.

    browse.py [OPTION...] FILE [SCRIPT]

    --width N         of the window, 1280 when not given
    --dark            the reader prefers dark pages
    --print           as on paper, for the picture
    --no-scripts      the page's own scripts are off
    --picture FILE    a PNG of the whole page, taken after SCRIPT
    --clip TOP,HEIGHT only that part of it
    --pdf FILE        as it is printed

SCRIPT is JavaScript whose value, awaited, is printed as JSON. Exit: 0 good, 1 the page or SCRIPT said an error, such as
one of the content security policy, or asked for anything beside the file; 77 there is no Chromium that runs here.
Talks over a pipe, so that nothing but Python and Chromium is needed."""

import argparse
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
         "--disable-extensions", "--disable-background-networking", "--hide-scrollbars", "--remote-debugging-pipe")


class Browser:
    """One tab. What Chromium reports on the way is kept in `troubles` and `requests`."""

    def __init__(self, program, folder):
        to_read, to_browser = os.pipe()
        from_browser, to_write = os.pipe()
        self.out, self.source = os.fdopen(to_browser, "wb", 0), os.fdopen(from_browser, "rb", 0)

        def place_pipes():  # at 3 and 4, where Chromium looks for them
            high_read, high_write = os.dup(to_read), os.dup(to_write)
            os.dup2(high_read, 3)
            os.dup2(high_write, 4)

        self.process = subprocess.Popen(
            [program, *FLAGS, "--user-data-dir=" + folder], close_fds=False, preexec_fn=place_pipes,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.rest, self.count, self.session, self.loaded = b"", 0, None, False
        self.troubles, self.requests = [], []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def receive(self):
        while b"\0" not in self.rest:
            more = self.source.read(1 << 16)
            if not more:
                raise EOFError("Chromium ended")
            self.rest += more
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def note(self, message):
        method, params = message.get("method"), message.get("params", {})
        if method == "Page.loadEventFired":
            self.loaded = True
        elif method == "Runtime.exceptionThrown":
            self.troubles.append(params["exceptionDetails"].get("exception", {}).get("description", "exception"))
        elif method == "Log.entryAdded":
            self.troubles.append(params["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])

    def call(self, method, **params):
        self.count += 1
        message = {"id": self.count, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.out.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.note(answer)

    def open(self, url):
        self.loaded = False
        self.call("Page.navigate", url=url)
        while not self.loaded:
            self.note(self.receive())

    def evaluate(self, script):
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            self.troubles.append(result["exceptionDetails"].get("exception", {}).get("description", "exception"))
        return result["result"].get("value")

    def close(self):
        try:
            self.call("Browser.close")
        except (EOFError, OSError):
            pass
        self.process.wait()


def save(path, answer):
    with open(path, "wb") as file:
        file.write(base64.b64decode(answer["data"]))


def browse(browser, options):
    browser.call("Emulation.setDeviceMetricsOverride", width=options.width, height=800, deviceScaleFactor=1,
                 mobile=options.width < 600)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if options.dark else "light"}
    browser.call("Emulation.setEmulatedMedia", media="print" if options.print else "", features=[scheme])
    browser.call("Emulation.setScriptExecutionDisabled", value=options.no_scripts)
    url = pathlib.Path(options.file).resolve().as_uri()
    browser.open(url)
    if options.script:
        print(json.dumps(browser.evaluate(options.script), ensure_ascii=False))
    if options.picture:
        clip = {}
        if options.clip:
            top, height = map(int, options.clip.split(","))
            clip = {"clip": {"x": 0, "y": top, "width": options.width, "height": height, "scale": 1}}
        save(options.picture, browser.call("Page.captureScreenshot", captureBeyondViewport=True, **clip))
    if options.pdf:
        save(options.pdf, browser.call("Page.printToPDF", printBackground=True))
    beside = [request for request in browser.requests if request != url and not request.startswith("data:")]
    for line in browser.troubles + ["asked for " + request for request in beside]:
        print(line, file=sys.stderr)
    return 1 if browser.troubles or beside else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--print", action="store_true")
    parser.add_argument("--no-scripts", action="store_true")
    parser.add_argument("--picture")
    parser.add_argument("--clip")
    parser.add_argument("--pdf")
    parser.add_argument("file")
    parser.add_argument("script", nargs="?")
    options = parser.parse_args()
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        print("there is no Chromium here", file=sys.stderr)
        return 77
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            browser = Browser(program, folder)
        except (EOFError, OSError) as error:
            print(f"{program} does not run here: {error}", file=sys.stderr)
            return 77
        status = browse(browser, options)
        browser.close()
    return status


if __name__ == "__main__":
    sys.exit(main())
