"""Tribune's ids: a prefix and a UUID in base 32 (TypeID). The loader keeps the number that a row has elsewhere in the last bits."""
import re

ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
TYPEID = re.compile(r'[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}')


def typeid(prefix, uuid):
    value = int(uuid.replace('-', ''), 16)
    return prefix + '_' + ''.join(ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))


def number(text):
    """The number of a row, from its id in whatever form."""
    if not TYPEID.fullmatch(text):
        return text
    value = 0
    for character in text.partition('_')[2]:
        value = value << 5 | ALPHABET.index(character)
    return str(value & (1 << 48) - 1)
