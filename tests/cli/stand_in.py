#!/usr/bin/env python3
"""A stand-in for RunSignup's vr-activities on 127.0.0.1: stand_in.py FOLDER

It keeps what is posted, duplicates too, as RunSignup does, and gives it back page by page, lengths in millimetres. Values
are taken in the unit that FOLDER/unit names (mi when there is no such file). Each call takes one word of FOLDER/steps;
when there is none left a call is answered well:

    ok        {"tally_split_nums": [...]}, a number for each activity
    throttle  HTTP 200 with error code 14
    429       HTTP 429 with Retry-After: 1
    503       an error of the server, before anything is kept
    500       the same
    500-kept  the same, but the activities are kept
    part      keeps all but the last activity, then HTTP 500
    v1, v2    HTTP 400, refused, in RunSignup's older and newer form
    200-error HTTP 200 with an error inside
    fewer     keeps all, answers with a number less
    xml       keeps all, answers in XML
    empty     keeps all, answers HTTP 200 with nothing
    401, 403  the keys are not accepted
    keys      HTTP 200 with error code 6
    html      HTTP 200 with a page that is not RunSignup's
    moved     a redirect
    lost      closes the line before anything is kept
    drop      keeps all, then closes the line without an answer
    cut       keeps all, and closes the line in the middle of the answer
    slow      keeps all and does not answer

FOLDER/port is written once it listens. FOLDER/calls gets a line for each call, with tabs between: step, the number of
calls in flight, milliseconds, path, query, bib_num, content type, X-RSU-API-SECRET, Authorization. FOLDER/request is
the form field `request` of the last call. FOLDER/held.json is all that is kept.
"""
import fractions
import http.server
import json
import os
import sys
import threading
import time
import urllib.parse

ANSWERS = {
    'throttle': (200, {'error': {'error_code': 14, 'error_msg': 'Request throttled'}}),
    '429': (429, {'error': 'Too many requests', 'details': []}),
    '503': (503, {'error': 'Busy', 'details': []}),
    '500': (500, {'error': {'error_code': 4, 'error_msg': 'Unknown'}}),
    '500-kept': (500, {'error': {'error_code': 5, 'error_msg': 'Database error'}}),
    'part': (500, {'error': {'error_code': 5, 'error_msg': 'Database error'}}),
    'v1': (400, {'error': {'error_code': 11, 'error_msg': 'Invalid submission'}}),
    'v2': (400, {'error': 'Invalid', 'details': [{'code': '11', 'message': 'Activity date is not in the event'}]}),
    '200-error': (200, {'error': {'error_code': 9, 'error_msg': 'Invalid date'}}),
    '401': (401, {'error': 'Key authentication failed', 'details': []}),
    '403': (403, {'error': 'Permission denied', 'details': []}),
    'keys': (200, {'error': {'error_code': 6, 'error_msg': 'Key authentication failed'}}),
}
KEEPING = ('ok', '500-kept', 'part', 'fewer', 'xml', 'empty', 'drop', 'cut', 'slow')
UNITS = {'mi': 1609344, 'km': 1000000, 'm': 1000, 'yd': fractions.Fraction('914.4'), 'ft': fractions.Fraction('304.8'), 'mm': 1}


class Books:
    """What is kept: of each participant of an event, in the order it came."""

    def __init__(self):
        self.held = {}

    @staticmethod
    def whose(query):
        who = 'registration_id' if 'registration_id' in query else 'bib_num'
        return f"{query['race_id'][0]} {query['event_id'][0]} {who} {query[who][0]}"

    def keep(self, query, rows, unit):
        rows_held = self.held.setdefault(self.whose(query), [])
        numbers = []
        for row in rows:
            kept = {key: row.get(key) for key in (
                'tally_split_date', 'split_elevation_gain_in_mm', 'tally_split_comment', 'submitted_time_in_ms',
                'virtual_race_activity_type_id')}
            value = fractions.Fraction(str(row['result_split_tally_value'])) * UNITS[unit]
            kept['result_split_tally_value'] = int(value + fractions.Fraction(1, 2))
            kept['tally_split_num'] = max([old['tally_split_num'] for old in rows_held], default=0) + 1
            rows_held.append(kept)
            numbers.append(kept['tally_split_num'])
        return numbers

    def page(self, query):
        rows, number = self.held.get(self.whose(query), []), int(query.get('num', ['10'])[0])
        first = (int(query.get('page', ['1'])[0]) - 1) * min(number, 100)
        return rows[first:first + min(number, 100)]


class Call(http.server.BaseHTTPRequestHandler):
    """`server` has: books, next_step(), unit(), note(call, step, body), keep_file()."""

    def do_POST(self):
        self.do(self.rfile.read(int(self.headers['Content-Length'])).decode())

    def do_GET(self):
        self.do(None)

    def do(self, body):
        server = self.server
        with server.lock:
            server.in_flight += 1
            step = server.next_step()
            server.note(self, step, body)
        try:
            self.take(step, body)
        finally:
            with server.lock:
                server.in_flight -= 1

    def query(self):
        return urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)

    def take(self, step, body):
        numbers = []
        if body is not None and step in KEEPING:
            rows = json.loads(urllib.parse.parse_qs(body)['request'][0])['activities']
            with self.server.lock:
                numbers = self.server.books.keep(self.query(), rows[:-1] if step == 'part' else rows, self.server.unit())
                self.server.keep_file()
        if step in ('lost', 'drop'):
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
        elif body is None:
            self.answer(200, json.dumps({'activities': self.server.books.page(self.query())}))
        elif step == 'xml':
            self.answer(200, '<tally_split_nums><tally_split_num>1</tally_split_num></tally_split_nums>')
        elif step == 'empty':
            self.answer(200, '')
        elif step == 'cut':
            self.answer(200, json.dumps({'tally_split_nums': numbers}), cut=True)
        else:
            self.answer(200, json.dumps({'tally_split_nums': numbers[1:] if step == 'fewer' else numbers}))

    def answer(self, status, text, cut=False, **headers):
        self.send_response(status)
        self.send_header('Content-Length', str(len(text)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode()[:len(text) // 2 if cut else None])
        self.close_connection = cut

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        self.lock, self.in_flight, self.books = threading.Lock(), 0, Books()
        super().__init__(('127.0.0.1', 0), Call)

    def next_step(self):
        return 'ok'

    def unit(self):
        return 'mi'

    def note(self, call, step, body):
        pass

    def keep_file(self):
        pass

    def handle_error(self, *args):  # the other side went away
        pass


class FolderServer(Server):
    def __init__(self, folder):
        self.folder = folder
        super().__init__()

    def path(self, name):
        return os.path.join(self.folder, name)

    def next_step(self):
        with open(self.path('steps'), encoding='ascii') as f:
            steps = f.read().split() or ['ok']
        with open(self.path('steps'), 'w', encoding='ascii') as f:
            f.write(' '.join(steps[1:]))
        return steps[0]

    def unit(self):
        if not os.path.exists(self.path('unit')):
            return 'mi'
        with open(self.path('unit'), encoding='ascii') as f:
            return f.read().strip()

    def keep_file(self):
        with open(self.path('held.json'), 'w', encoding='utf-8') as f:
            json.dump(self.books.held, f)

    def note(self, call, step, body):
        url = urllib.parse.urlsplit(call.path)
        line = [step, str(self.in_flight), str(time.monotonic_ns() // 1000000), url.path, url.query,
                call.query().get('bib_num', ['-'])[0]]
        line += [call.headers.get(name, '-') for name in ('Content-Type', 'X-RSU-API-SECRET', 'Authorization')]
        if body is not None:
            with open(self.path('request'), 'w', encoding='utf-8', newline='') as f:
                f.write(urllib.parse.parse_qs(body)['request'][0])
        with open(self.path('calls'), 'a', encoding='utf-8') as f:
            f.write('\t'.join(line) + '\n')


def main():
    server = FolderServer(sys.argv[1])
    with open(server.path('port.new'), 'w', encoding='ascii') as f:
        f.write(str(server.server_port))
    os.rename(server.path('port.new'), server.path('port'))
    server.serve_forever()


if __name__ == '__main__':
    main()
