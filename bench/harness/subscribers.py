"""What sockets.py measures: Tribune and the bare server, each telling subscribers the same, and those who listen to it."""
import http.client
import json
import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from .data import sql
from .places import DATABASE, PGPORT, TARGET, WORK
from .server import known

# Of the server that is measured: nothing stands in the way of the load, and no ping is among what is counted.
SETTINGS = {'TRIBUNE_PING_SECONDS': '86400', 'TRIBUNE_LOG': 'warn'}
# Mutations in flight when comments are written as fast as they can be.
WRITERS = 8
SUBSCRIPTION = 'subscription Added($postId: ID!) { commentAdded(postId: $postId) { comment { id bodyHtml author { username } } } }'
REGISTER = 'mutation Register($input: RegisterInput!) { register(input: $input) { accessToken userErrors { message } } }'
CREATE = 'mutation Create($input: CreatePostInput!) { createPost(input: $input) { post { id } userErrors { message } } }'
ADD = 'mutation Add($input: AddCommentInput!) { addComment(input: $input) { comment { id } userErrors { message } } }'
BODY = 'Comment {:06}, about as long as comments are: two sentences, some of it **bold**, and `code`. That is all there is to say.'


def fresh_sqlite():
    file = f'{WORK}/sockets.db'
    for end in ('', '-wal', '-shm'):
        if os.path.exists(file + end):
            os.remove(file + end)
    return f'sqlite://{file}'


def fresh_postgresql():
    sql('SET client_min_messages = warning; DROP SCHEMA IF EXISTS sockets CASCADE; CREATE SCHEMA sockets')
    return f'postgres://postgres@127.0.0.1:{PGPORT}/{DATABASE}?options=-c%20search_path%3Dsockets'


class Tribune:
    """One of the descriptions in servers/, on an empty database, with one post that its author comments on."""

    def __init__(self, name):
        self.name, self.uses_postgresql = name, name == 'tribune'
        self.server = known([])[name]
        self.server.port += 100
        self.server.name = f'sockets_{name}'
        self.url = f'ws://127.0.0.1:{self.server.port}/graphql'
        self.written = 0

    def start(self, core):
        url = fresh_postgresql() if self.uses_postgresql else fresh_sqlite()
        self.server.description['env'] |= SETTINGS | {'DATABASE_URL': url}
        self.server.start(core)
        self.headers = {'Content-Type': 'application/json', 'Accept': 'application/json'}
        person = {'username': 'author', 'email': 'author@example.org', 'password': 'six words for one short run'}
        self.headers['Authorization'] = f'Bearer {self.ask(REGISTER, person)["register"]["accessToken"]}'
        post = {'title': 'What is talked about', 'bodyMarkdown': 'A post.', 'publish': True}
        self.post = self.ask(CREATE, post)['createPost']['post']['id']
        # Anew: a password was hashed, and the memory that takes is not a socket's.
        self.server.stop()
        self.server.start(core)
        self.payload = json.dumps({'query': SUBSCRIPTION, 'variables': {'postId': self.post}})

    @property
    def pid(self):
        return self.server.process.pid

    def ask(self, text, given):
        """The data of an answer; whatever else comes is a ValueError."""
        # One of its own: those that idle are closed by the server.
        connection = http.client.HTTPConnection('127.0.0.1', self.server.port, timeout=60)
        try:
            connection.request('POST', '/graphql', json.dumps({'query': text, 'variables': {'input': given}}), self.headers)
            answer = connection.getresponse().read().decode()
        except OSError as error:
            raise ValueError(repr(error))
        finally:
            connection.close()
        data = json.loads(answer).get('data') or {}
        if '"errors"' in answer or any(found.get('userErrors') for found in data.values()):
            raise ValueError(answer[:300])
        return data

    def write(self, number):
        try:
            self.ask(ADD, {'postId': self.post, 'bodyMarkdown': BODY.format(number)})
        except ValueError as error:
            return str(error)

    def tell(self, count):
        """Writes so many comments; when that was asked for and answered, and what was said of those that were not written."""
        numbers = range(self.written, self.written + count)
        self.written += count
        asked = time.time()
        if count == 1:
            said = [self.write(numbers[0])]
        else:
            with ThreadPoolExecutor(WRITERS) as pool:
                said = list(pool.map(self.write, numbers))
        return asked, time.time(), [text for text in said if text]

    def stop(self):
        self.server.stop()


class FanOut:
    """The bare server. It says whatever Tribune said."""
    name, uses_postgresql, payload = 'fan_out', False, '{}'

    def __init__(self, port=4190):
        self.port, self.url, self.line = port, f'ws://127.0.0.1:{port}/', '{"data":{}}'

    def repeat(self, frame):
        self.line = json.dumps(json.loads(frame)['payload'], ensure_ascii=False, separators=(',', ':'))

    def start(self, core):
        log = open(f'{WORK}/fan_out.log', 'w')
        command = ['taskset', '-c', core, f'{TARGET}/release/fan_out', str(self.port)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=log, text=True)
        self.pid = self.process.pid
        time.sleep(0.5)

    def tell(self, count):
        asked = time.time()
        self.process.stdin.write((self.line + '\n') * count)
        self.process.stdin.flush()
        return asked, time.time(), []

    def stop(self):
        self.process.stdin.close()
        self.process.wait(30)


class Listeners:
    """The program that opens sockets and counts what comes."""

    def __init__(self, server, sockets, core):
        command = ['taskset', '-c', core, f'{TARGET}/release/listen', server.url, str(sockets), server.payload]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def heard(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit('listen has ended')
        return json.loads(line)

    def ask(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()
        return self.heard()

    def stop(self):
        self.process.stdin.close()
        self.process.wait(30)
