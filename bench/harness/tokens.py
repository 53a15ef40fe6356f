"""Access tokens as Tribune signs them, so that people of the data can write: Ed25519 (RFC 8032) without any package."""
import base64
import hashlib
import hmac
import json
import time

from .ids import typeid

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add(a, b):
    """Of points in extended coordinates."""
    x, y = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    t, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = y - x, z - t, z + t, y + x
    return e * f % P, g * h % P, f * g % P, e * h % P


BASE_Y = 4 * pow(5, -1, P) % P
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
POWERS = [(BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)]
while len(POWERS) < 256:
    POWERS.append(add(POWERS[-1], POWERS[-1]))


def times_base(scalar):
    point = (0, 1, 1, 0)
    for bit, power in enumerate(POWERS):
        if scalar >> bit & 1:
            point = add(point, power)
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, 'little')


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def derive(secret, purpose):
    """HKDF-SHA256 (RFC 5869), one block, without salt."""
    key = hmac.digest(bytes(32), secret, 'sha256')
    return hmac.digest(key, purpose.encode() + b'\x01', 'sha256')


class Signer:
    def __init__(self, secret):
        digest = hashlib.sha512(derive(base64.b64decode(secret), 'access token signature, Ed25519')).digest()
        self.scalar = int.from_bytes(digest[:32], 'little') & (1 << 254) - 8 | 1 << 254
        self.prefix, self.public = digest[32:], times_base(self.scalar)
        kid = base64url(hashlib.sha256(self.public).digest()[:8])
        self.header = base64url(json.dumps({'typ': 'at+jwt', 'alg': 'EdDSA', 'kid': kid}).encode())

    def sign(self, message):
        number = lambda *parts: int.from_bytes(hashlib.sha512(b''.join(parts)).digest(), 'little') % ORDER
        nonce = number(self.prefix, message)
        point = times_base(nonce)
        return point + ((nonce + number(point, self.public, message) * self.scalar) % ORDER).to_bytes(32, 'little')

    def token(self, user_id, session_id):
        """Good for a day, which is longer than any run; the server's own live for minutes."""
        now = int(time.time())
        claims = {'iss': 'tribune', 'aud': 'tribune', 'sub': typeid('user', user_id), 'sid': typeid('session', session_id), 'iat': now, 'exp': now + 86_400}
        message = f'{self.header}.{base64url(json.dumps(claims).encode())}'
        return f'{message}.{base64url(self.sign(message.encode()))}'
