"""What is asked for: drawn by a seed, the same for every server."""
import random

from . import data


def variables(server, count, seed=1, pages=(0, 100)):
    """Sets of variables for each operation; lists begin at one of the pages, by the server's own cursors."""
    chance = random.Random(seed)
    slugs, people = data.slugs(), data.people()
    cursors, cursor = [None], None
    # Cursors are opaque: each server's own feed is walked.
    for _ in range(pages[1]):
        cursor = server.call('Q2', {'after': cursor})['posts']['pageInfo']['endCursor']
        cursors.append(cursor)
    cursors = cursors[pages[0]:]
    after = [{'after': chance.choice(cursors)} for _ in range(count)]
    users = [chance.randint(1, people) for _ in range(count)]
    posts = [chance.randint(1, len(slugs)) for _ in range(count)]
    return {
        'Q0': [{}],
        'Q1': [{'slug': slugs[post - 1]} for post in posts],
        'Q2': after,
        'Q3': after,
        'Q4': [{'username': f'user_{user}'} for user in users],
        'Q5': [{'userId': str(user)} for user in users],
        'M1': [{'postId': str(post), 'authorId': str(user), 'body': f'bench comment {index} ' + 'x' * 80}
               for index, (post, user) in enumerate(zip(posts, users))],
    }
