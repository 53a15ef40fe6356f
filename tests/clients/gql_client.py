"""gql for Python: over httpx and aiohttp, subscriptions over websockets and aiohttp. A line for each check."""

import asyncio
import sys
import traceback

from gql import Client, GraphQLRequest
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.aiohttp_websockets import AIOHTTPWebsocketsTransport
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport, HTTPXTransport
from gql.transport.websockets import WebsocketsTransport

ADDRESS = sys.argv[1]
SOCKET_ADDRESS = ADDRESS.replace("http", "ws", 1)
PASSWORD = "tribune-demo-password"
PATIENCE = 20

POSTS = """
  query Posts($first: Int, $after: String) {
    posts(first: $first, after: $after) { nodes { title } pageInfo { hasNextPage endCursor } }
  }"""
LOGIN = "mutation Login($input: LoginInput!) { login(input: $input) { accessToken } }"
ADD_COMMENT = """
  mutation AddComment($input: AddCommentInput!) {
    addComment(input: $input) { comment { bodyHtml } userErrors { code field } }
  }"""
COMMENT_ADDED = """
  subscription CommentAdded($postId: ID!) {
    commentAdded(postId: $postId) { comment { bodyMarkdown author { username } } }
  }"""

failed = 0


async def check(name, body, *arguments):
    global failed
    try:
        await asyncio.wait_for(body(*arguments), PATIENCE)
        print(f"ok      gql: {name}", flush=True)
    except Exception:
        failed += 1
        print(f"FAILED  gql: {name}\n{traceback.format_exc()}", flush=True)


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


async def run(session, text, **variables):
    return await session.execute(GraphQLRequest(text, variable_values=variables))


async def code(session, text, **variables):
    """The code that a request is refused with."""
    try:
        await run(session, text, **variables)
    except TransportQueryError as error:
        return error.errors[0]["extensions"]["code"]
    raise AssertionError("it runs")


def comment(post_id, text):
    return {"postId": post_id, "bodyMarkdown": text}


async def sign_in(session, login):
    data = await run(session, LOGIN, input={"login": login, "password": PASSWORD})
    return data["login"]["accessToken"]


async def query(transport):
    async with Client(transport=transport) as session:
        assert await run(session, "{ instance { name } }") == {"instance": {"name": "Tribune"}}


async def query_and_wait():
    """Without asyncio."""

    def execute():
        with Client(transport=HTTPXTransport(ADDRESS)) as session:
            return session.execute(GraphQLRequest("{ instance { name } }"))

    assert await asyncio.to_thread(execute) == {"instance": {"name": "Tribune"}}


async def pages(transport):
    async with Client(transport=transport) as session:
        expected = (await run(session, POSTS, first=9))["posts"]["nodes"]
        found, after = [], None
        for _ in range(3):
            page = (await run(session, POSTS, first=3, after=after))["posts"]
            found += page["nodes"]
            after = page["pageInfo"]["endCursor"]
        assert found == expected, f"{found} {expected}"


async def schema(transport):
    """gql asks for the whole schema, and then refuses by itself what does not fit."""
    async with Client(transport=transport, fetch_schema_from_transport=True) as session:
        assert session.client.schema.subscription_type.name == "Subscription"
        await run(session, POSTS, first=1)


async def errors(transport, post_id):
    async with Client(transport=transport) as session:
        assert await code(session, "{ nothing }") == "GRAPHQL_VALIDATION_FAILED"
        assert await code(session, POSTS, first=0) == "BAD_USER_INPUT"
        assert await code(session, ADD_COMMENT, input=comment(post_id, "Hello.")) == "UNAUTHENTICATED"


async def mutation(transport, post_id):
    async with Client(transport=transport) as session:
        added = (await run(session, ADD_COMMENT, input=comment(post_id, "By *gql*.")))["addComment"]
        assert added["comment"]["bodyHtml"].strip() == "<p>By <em>gql</em>.</p>", added
        refused = (await run(session, ADD_COMMENT, input=comment(post_id, "")))["addComment"]
        assert refused["userErrors"] == [{"code": "BLANK", "field": ["input", "bodyMarkdown"]}], refused


async def refused_token(transport):
    async with Client(transport=transport) as session:
        assert await code(session, "{ __typename }") == "UNAUTHENTICATED"


async def subscription(transport, mona, post_id, text):
    async def write():
        # Nothing tells when the server listens, so it is told again until it is heard.
        async with Client(transport=AIOHTTPTransport(ADDRESS, headers=bearer(mona))) as session:
            while True:
                await run(session, ADD_COMMENT, input=comment(post_id, text))
                await asyncio.sleep(0.2)

    async with Client(transport=transport) as session:
        writing = asyncio.create_task(write())
        request = GraphQLRequest(COMMENT_ADDED, variable_values={"postId": post_id})
        async for data in session.subscribe(request):
            heard = data["commentAdded"]["comment"]
            assert heard == {"bodyMarkdown": text, "author": {"username": "mona"}}, heard
            break
        writing.cancel()


async def main():
    async with Client(transport=HTTPXAsyncTransport(ADDRESS)) as session:
        alice, mona = await sign_in(session, "alice"), await sign_in(session, "mona")
        data = await run(session, "{ posts(first: 1) { nodes { id } } }")
        post_id = data["posts"]["nodes"][0]["id"]

    await check("a query over httpx", query, HTTPXAsyncTransport(ADDRESS))
    await check("a query over httpx without asyncio", query_and_wait)
    await check("a query over aiohttp", query, AIOHTTPTransport(ADDRESS))
    await check("a query over websockets", query, WebsocketsTransport(SOCKET_ADDRESS))
    await check("three pages over httpx", pages, HTTPXAsyncTransport(ADDRESS))
    await check("three pages over aiohttp", pages, AIOHTTPTransport(ADDRESS))
    await check("the schema is fetched and held against", schema, AIOHTTPTransport(ADDRESS))
    await check("errors over httpx", errors, HTTPXAsyncTransport(ADDRESS), post_id)
    await check("errors over aiohttp", errors, AIOHTTPTransport(ADDRESS), post_id)
    await check("errors over websockets", errors, WebsocketsTransport(SOCKET_ADDRESS), post_id)
    await check("a mutation over httpx", mutation, HTTPXAsyncTransport(ADDRESS, headers=bearer(alice)), post_id)
    await check("a mutation over aiohttp", mutation, AIOHTTPTransport(ADDRESS, headers=bearer(alice)), post_id)
    socket = WebsocketsTransport(SOCKET_ADDRESS, init_payload=bearer(alice))
    await check("a mutation over websockets", mutation, socket, post_id)
    socket = WebsocketsTransport(SOCKET_ADDRESS)
    await check("a subscription over websockets", subscription, socket, mona, post_id, "To gql")
    socket = AIOHTTPWebsocketsTransport(SOCKET_ADDRESS, init_payload=bearer(alice))
    await check("a subscription over aiohttp", subscription, socket, mona, post_id, "To gql again")
    await check("a refused token over httpx", refused_token, HTTPXAsyncTransport(ADDRESS, headers=bearer("nonsense")))


asyncio.run(main())
sys.exit(1 if failed else 0)
