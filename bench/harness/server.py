"""A server of the comparison: its description, its process, its answers."""
import glob
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

from . import data
from .ids import typeid
from .places import HERE, OPERATIONS, PGPORT, WORK, expand
from .tokens import Signer


class Server:
    def __init__(self, file):
        self.description = json.load(open(file))
        self.here = os.path.dirname(os.path.dirname(os.path.abspath(file)))
        self.name, self.port = self.description['name'], self.description['port']
        self.data = self.description.get('data', 'blog')
        self.is_peer = self.description.get('peer', self.name in ('mercurius', 'postgraphile', 'yoga', 'apollo'))
        self.process = self.signer = None
        self.wrapper = []

    @property
    def url(self):
        return f'http://127.0.0.1:{self.port}'

    def has(self, operation):
        return operation not in self.description.get('without', [])

    def path(self, operation):
        return f'/{operation}' if self.description['kind'] == 'raw' else self.description.get('path', '/graphql')

    def request(self, operation, variables):
        """Headers and body."""
        headers = self.description.get('headers', {}).get(operation, {})
        if headers:
            token = self.token(int(variables['authorId']))
            headers = {name: value.replace('$TOKEN', token) for name, value in headers.items()}
        if self.data != 'blog' and 'postId' in variables:
            post = data.keys('posts')[int(variables['postId']) - 1]
            variables = {'postId': typeid('post', post), 'body': variables['body']}
        if self.description['kind'] == 'raw':
            return headers, json.dumps(variables)
        text = self.description.get('queries', {}).get(operation, OPERATIONS[operation]['text'])
        return headers, json.dumps({'query': text, 'variables': variables})

    def token(self, author):
        self.signer = self.signer or Signer(self.description['env']['TRIBUNE_SECRET_KEY'])
        return self.signer.token(data.keys('users')[author - 1], data.keys('sessions')[author - 1])

    def call(self, operation, variables):
        """The data of an answer; anything else ends the run."""
        headers, body = self.request(operation, variables)
        headers = {'Content-Type': 'application/json', 'Accept': 'application/json', **headers}
        request = urllib.request.Request(self.url + self.path(operation), body.encode(), headers)
        try:
            answer = json.loads(urllib.request.urlopen(request, timeout=60).read())
        except urllib.error.HTTPError as error:
            raise SystemExit(f'{self.name} {operation}: {error.code} {error.read()[:600]}')
        if answer.get('errors') or 'data' not in answer:
            raise SystemExit(f'{self.name} {operation} {variables}: {json.dumps(answer)[:800]}')
        return answer['data']

    def start(self, core):
        put = lambda text: expand(text, self.here, self.port)
        environment = dict(os.environ, PORT=str(self.port), PGPORT=PGPORT)
        environment |= {name: put(value) for name, value in self.description.get('env', {}).items()}
        command = ['taskset', '-c', core, *self.wrapper, *map(put, self.description['cmd'])]
        log = open(f'{WORK}/{self.name}.log', 'w')
        folder = put(self.description.get('cwd', self.here))
        self.process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
        for _ in range(300):
            try:
                self.call('Q0', {})
                if self.process.poll() is None:
                    return
                raise SystemExit(f'{self.name}: something else answers at port {self.port}')
            except (OSError, ValueError):
                time.sleep(0.2)
            if self.process.poll() is not None:
                break
        self.stop()
        raise SystemExit(f'{self.name} does not answer: see {WORK}/{self.name}.log')

    def rest(self):
        """Has it do nothing at all, not even what it does of its own accord, until its next turn."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def go_on(self):
        os.killpg(self.process.pid, signal.SIGCONT)

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.go_on()
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def clean(self):
        return data.CLEAN[self.data]()


def known(folders):
    """All servers by their names; of two with one name that of the later folder."""
    servers = {}
    for folder in [HERE + '/servers', *folders]:
        servers |= {server.name: server for server in map(Server, sorted(glob.glob(folder + '/*.json')))}
    return servers
