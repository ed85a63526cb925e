#!/usr/bin/env python3
"""A stand-in for RunSignup's vr-activities on 127.0.0.1: stand_in.py FOLDER

Each call takes one word of FOLDER/steps; when there is none left a call is answered well:

    ok        {"tally_split_nums": [...]}, a number for each activity
    throttle  HTTP 200 with error code 14
    429       HTTP 429 with Retry-After: 1
    503, 500  an error of the server
    v1, v2    HTTP 400, refused, in RunSignup's older and newer form
    401, 403  the keys are not accepted
    keys      HTTP 200 with error code 6
    html      HTTP 200 with a page that is not RunSignup's
    moved     a redirect
    drop      takes the whole call, then closes the line without an answer
    slow      takes the whole call and does not answer

FOLDER/port is written once it listens. FOLDER/calls gets a line for each call, with tabs between: step, the number of
calls in flight, milliseconds, path, query, bib_num, content type, X-RSU-API-SECRET, Authorization. FOLDER/request is
the form field `request` of the last call.
"""
import http.server
import json
import os
import sys
import threading
import time
import urllib.parse

FOLDER = sys.argv[1]
ANSWERS = {
    'throttle': (200, {'error': {'error_code': 14, 'error_msg': 'Request throttled'}}),
    '429': (429, {'error': 'Too many requests', 'details': []}),
    '503': (503, {'error': 'Busy', 'details': []}),
    '500': (500, {'error': {'error_code': 4, 'error_msg': 'Unknown'}}),
    'v1': (400, {'error': {'error_code': 11, 'error_msg': 'Invalid submission'}}),
    'v2': (400, {'error': 'Invalid', 'details': [{'code': '11', 'message': 'Activity date is not in the event'}]}),
    '401': (401, {'error': 'Key authentication failed', 'details': []}),
    '403': (403, {'error': 'Permission denied', 'details': []}),
    'keys': (200, {'error': {'error_code': 6, 'error_msg': 'Key authentication failed'}}),
}
lock = threading.Lock()
in_flight = 0


def path(name):
    return os.path.join(FOLDER, name)


def next_step():
    with open(path('steps'), encoding='ascii') as f:
        steps = f.read().split() or ['ok']
    with open(path('steps'), 'w', encoding='ascii') as f:
        f.write(' '.join(steps[1:]))
    return steps[0]


class Call(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        global in_flight
        body = self.rfile.read(int(self.headers['Content-Length'])).decode()
        with lock:
            in_flight += 1
            step = next_step()
            self.note(step, body)
        try:
            self.take(step, body)
        finally:
            with lock:
                in_flight -= 1

    def note(self, step, body):
        url = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(url.query)
        line = [step, str(in_flight), str(time.monotonic_ns() // 1000000), url.path, url.query,
                query.get('bib_num', ['-'])[0]]
        line += [self.headers.get(name, '-') for name in ('Content-Type', 'X-RSU-API-SECRET', 'Authorization')]
        with open(path('request'), 'w', encoding='utf-8', newline='') as f:
            f.write(urllib.parse.parse_qs(body)['request'][0])
        with open(path('calls'), 'a', encoding='utf-8') as f:
            f.write('\t'.join(line) + '\n')

    def take(self, step, body):
        if step == 'drop':
            self.close_connection = True
        elif step == 'slow':
            self.connection.recv(1)  # until the other side has had enough
            self.close_connection = True
        elif step == 'html':
            self.answer(200, '<html>Log in to the hotel</html>')
        elif step == 'moved':
            self.answer(302, '', Location='/elsewhere')
        elif step in ANSWERS:
            status, answer = ANSWERS[step]
            self.answer(status, json.dumps(answer), **({'Retry-After': '1'} if status == 429 else {}))
        else:
            count = len(json.loads(urllib.parse.parse_qs(body)['request'][0])['activities'])
            self.answer(200, json.dumps({'tally_split_nums': list(range(1, count + 1))}))

    def answer(self, status, text, **headers):
        self.send_response(status)
        self.send_header('Content-Length', str(len(text)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args):  # the other side went away
        pass


server = Server(('127.0.0.1', 0), Call)
with open(path('port.new'), 'w', encoding='ascii') as f:
    f.write(str(server.server_port))
os.rename(path('port.new'), path('port'))
server.serve_forever()
