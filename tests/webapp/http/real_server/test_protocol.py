"""HTTP/1.1 messages of any kind: which are answered, refused, or end the connection.

Each case is sent over a socket to a real server (RFC 9112, sections 2.2, 3.2, 6, 7 and 9.6).
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.webapp.http.real_server.running import Running, answers, exchange, serving
from webapp.http.admission import MAX_BODY

HOST = b"Host: localhost\r\n"
GET = b"GET /healthz HTTP/1.1\r\n"
POST = b"POST /healthz HTTP/1.1\r\n" + HOST
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
OPEN, CLOSED = True, False


@pytest.fixture(scope="module")
def server(garden_index: Path) -> Iterator[Running]:
    with serving(garden_index) as running:
        yield running


@pytest.mark.parametrize(
    ("sent", "statuses", "lasts"),
    [
        # 2.2: the lines of a message.
        pytest.param(GET + HOST + b"\r\n", [200], OPEN, id="plain"),
        pytest.param(b"\r\n\r\n" + GET + HOST + b"\r\n", [200], OPEN, id="empty lines before"),
        pytest.param(b"GET /healthz HTTP/1.1\nHost: a\n\n", [200], OPEN, id="bare LF"),
        pytest.param(GET + HOST + b"X: a\rb\r\n\r\n", [400], CLOSED, id="bare CR in a value"),
        pytest.param(GET + b" X: a\r\n" + HOST + b"\r\n", [400], CLOSED, id="space before fields"),
        pytest.param(GET + HOST + b"X: a\r\n b\r\n\r\n", [400], CLOSED, id="folded line"),
        pytest.param(GET + HOST + b"X: a\0b\r\n\r\n", [400], CLOSED, id="NUL in a value"),
        pytest.param(GET + b"Host : a\r\n\r\n", [400], CLOSED, id="space before the colon"),
        pytest.param(GET + HOST + b": a\r\n\r\n", [400], CLOSED, id="field without a name"),
        pytest.param(GET + HOST + b"X\r\n\r\n", [400], CLOSED, id="field without a colon"),
        # 2.3 and 3: the request line.
        pytest.param(b"GET  / HTTP/1.1\r\n" + HOST + b"\r\n", [400], CLOSED, id="two spaces"),
        pytest.param(b"GET\t/healthz HTTP/1.1\r\n" + HOST + b"\r\n", [400], CLOSED, id="a tab"),
        pytest.param(b"GET / HTTP/1.1 \r\n" + HOST + b"\r\n", [400], CLOSED, id="space after"),
        pytest.param(b"GET /healthz http/1.1\r\n" + HOST + b"\r\n", [400], CLOSED, id="small http"),
        pytest.param(b"GET /healthz HTTP/2.0\r\n" + HOST + b"\r\n", [400], CLOSED, id="HTTP/2.0"),
        pytest.param(b"GET /healthz HTTP/11\r\n" + HOST + b"\r\n", [400], CLOSED, id="HTTP/11"),
        pytest.param(b"GET /healthz\r\n", [400], CLOSED, id="HTTP/0.9"),
        pytest.param(b"G(T /healthz HTTP/1.1\r\n" + HOST + b"\r\n", [400], CLOSED, id="no method"),
        pytest.param(b"get /healthz HTTP/1.1\r\n" + HOST + b"\r\n", [501], CLOSED, id="small get"),
        pytest.param(b"TRACE /healthz HTTP/1.1\r\n" + HOST + b"\r\n", [405], OPEN, id="TRACE"),
        pytest.param(b"GET /healthz HTTP/3\r\n" + HOST + b"\r\n", [400], CLOSED, id="HTTP/3"),
        pytest.param(b"BREW /healthz HTTP/1.1\r\n" + HOST + b"\r\n", [405], OPEN, id="odd method"),
        pytest.param(b"GET /\xff HTTP/1.1\r\n" + HOST + b"\r\n", [400], CLOSED, id="bytes in path"),
        pytest.param(b"GET /healthz HTTP/1.0\r\n\r\n", [200], CLOSED, id="HTTP/1.0"),
        pytest.param(
            b"GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", [200], OPEN, id="1.0 kept"
        ),
        # 3.2: the target and the host.
        pytest.param(GET + b"\r\n", [400], CLOSED, id="no host"),
        pytest.param(GET + b"Host:\r\n\r\n", [400], CLOSED, id="empty host"),
        pytest.param(GET + HOST + HOST + b"\r\n", [400], CLOSED, id="two hosts"),
        pytest.param(GET + b'Host: a/b@evil"><x>\r\n\r\n', [400], CLOSED, id="no host at all"),
        pytest.param(GET + b"Host: user@a\r\n\r\n", [400], CLOSED, id="host with a user"),
        pytest.param(GET + b"Host: a:port\r\n\r\n", [400], CLOSED, id="host with a bad port"),
        pytest.param(GET + b"Host: a b\r\n\r\n", [400], CLOSED, id="host with a space"),
        pytest.param(GET + b"Host: \xe9\r\n\r\n", [400], CLOSED, id="host not in ASCII"),
        pytest.param(GET + b"Host: [:::::::]\r\n\r\n", [400], CLOSED, id="no IPv6 host"),
        pytest.param(GET + b"Host: [::1]:80\r\n\r\n", [200], OPEN, id="IPv6 host"),
        pytest.param(GET + b"Host: a.example:8000\r\n\r\n", [200], OPEN, id="host with a port"),
        pytest.param(
            b"GET http://a/healthz HTTP/1.1\r\n" + HOST + b"\r\n", [200], OPEN, id="absolute form"
        ),
        pytest.param(
            b"GET http://a/healthz HTTP/1.1\r\n\r\n", [200], OPEN, id="absolute form alone"
        ),
        pytest.param(
            b"GET http://b@a/healthz HTTP/1.1\r\n\r\n", [400], CLOSED, id="absolute with a user"
        ),
        pytest.param(b"GET mailto:a HTTP/1.1\r\n" + HOST + b"\r\n", [400], CLOSED, id="mailto"),
        pytest.param(b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", [400], CLOSED, id="OPTIONS *"),
        pytest.param(b"GET * HTTP/1.1\r\n" + HOST + b"\r\n", [400], CLOSED, id="asterisk"),
        pytest.param(b"GET healthz HTTP/1.1\r\n" + HOST + b"\r\n", [400], CLOSED, id="no slash"),
        pytest.param(b"CONNECT a:443 HTTP/1.1\r\n" + HOST + b"\r\n", [400], CLOSED, id="CONNECT"),
        # 6: how long a message is.
        pytest.param(POST + b"Content-Length: 5\r\n\r\nhello", [405], OPEN, id="length"),
        pytest.param(
            GET + HOST + b"Content-Length: 5\r\n\r\nhello", [200], OPEN, id="GET with a body"
        ),
        pytest.param(POST + b"Content-Length: 5, 5\r\n\r\nhello", [400], CLOSED, id="length twice"),
        pytest.param(
            POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", [400], CLOSED,
            id="two lengths",
        ),
        pytest.param(POST + b"Content-Length: +5\r\n\r\nhello", [400], CLOSED, id="length +5"),
        pytest.param(POST + b"Content-Length: -1\r\n\r\n", [400], CLOSED, id="length -1"),
        pytest.param(POST + b"Content-Length: 1_0\r\n\r\n", [400], CLOSED, id="length 1_0"),
        pytest.param(POST + b"Content-Length: 0x5\r\n\r\nhello", [400], CLOSED, id="length 0x5"),
        pytest.param(
            POST + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", [400], CLOSED, id="5,000 digits"
        ),
        pytest.param(
            POST + b"Content-Length: %d\r\n\r\n" % (MAX_BODY + 1), [413], CLOSED, id="too long"
        ),
        pytest.param(
            POST + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + GET + HOST
            + b"\r\n",
            [405], CLOSED, id="length and coding",
        ),
        pytest.param(
            POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            [400], CLOSED, id="coding twice",
        ),
        pytest.param(
            POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", [501], CLOSED,
            id="other coding",
        ),
        pytest.param(
            POST + b"Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n", [400], CLOSED, id="not chunked"
        ),
        pytest.param(
            POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", [400], CLOSED,
            id="chunked not last",
        ),
        pytest.param(
            b"POST /healthz HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", [400],
            CLOSED, id="coding in HTTP/1.0",
        ),
        # 7: chunks.
        pytest.param(CHUNKED + b"5\r\nhello\r\n0\r\n\r\n", [405], OPEN, id="chunks"),
        pytest.param(CHUNKED + b"5;a=b\r\nhello\r\n0\r\n\r\n", [405], OPEN, id="chunk extension"),
        pytest.param(CHUNKED + b"0\r\nX: y\r\n\r\n", [405], OPEN, id="trailer"),
        pytest.param(
            CHUNKED + b"0\r\nContent-Length: 9\r\n\r\n", [405], OPEN, id="length in a trailer"
        ),
        pytest.param(
            CHUNKED + b"0\r\n" + b"X: y\r\n" * 2000 + b"\r\n", [405], CLOSED, id="2,000 trailers"
        ),
        pytest.param(
            CHUNKED + b"5;" + b"a" * 20_000 + b"\r\nhello\r\n0\r\n\r\n", [405], CLOSED,
            id="long chunk extension",
        ),
        pytest.param(CHUNKED + b"5\nhello\n0\n\n", [405], CLOSED, id="bare LF after a size"),
        pytest.param(
            CHUNKED + b"5;\nhello\r\n0\r\n\r\n", [405], CLOSED, id="bare LF in an extension"
        ),
        pytest.param(CHUNKED + b"zz\r\nhello\r\n0\r\n\r\n", [405], CLOSED, id="no chunk size"),
        pytest.param(CHUNKED + b"0x5\r\nhello\r\n0\r\n\r\n", [405], CLOSED, id="chunk size 0x5"),
        pytest.param(CHUNKED + b"-5\r\nhello\r\n0\r\n\r\n", [405], CLOSED, id="chunk size -5"),
        pytest.param(CHUNKED + b"F" * 17 + b"\r\nhello", [405], CLOSED, id="chunk size overflows"),
        pytest.param(CHUNKED + b"5\r\nhelloXX0\r\n\r\n", [405], CLOSED, id="chunk not ended"),
        # 9: the connection.
        pytest.param((GET + HOST + b"\r\n") * 100, [200] * 100, OPEN, id="100 asked ahead"),
        pytest.param(GET + HOST + b"Connection: close\r\n\r\n", [200], CLOSED, id="close"),
        pytest.param(
            GET + HOST + b"Connection: keep-alive, close\r\n\r\n", [200], CLOSED, id="both"
        ),
        pytest.param(
            GET + HOST + b"Connection: keep-alive\r\nConnection: Close\r\n\r\n", [200], CLOSED,
            id="both in two fields",
        ),
        pytest.param(
            GET + HOST + b"Connection: upgrade\r\nUpgrade: h2c\r\n\r\n", [200], OPEN, id="upgrade"
        ),
        pytest.param(
            GET + HOST + b"Connection: upgrade\r\nUpgrade: websocket\r\n\r\n", [200], OPEN,
            id="websocket",
        ),
        pytest.param(GET + HOST + b"Expect: 100-continue\r\n\r\n", [200], OPEN, id="expect"),
        pytest.param(
            POST + b"Content-Length: 5\r\nExpect: 100-continue\r\n\r\nhello", [405], OPEN,
            id="expect before a body",
        ),
        pytest.param(GET + HOST + b"Range: bytes=0-1\r\n\r\n", [200], OPEN, id="range"),
        # Other protocols, and oversized messages.
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", [400], CLOSED, id="TLS"),
        pytest.param(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [], CLOSED, id="HTTP/2"),
        pytest.param(
            GET + HOST + b"".join(b"X%d: a\r\n" % n for n in range(200)) + b"\r\n", [431], CLOSED,
            id="200 fields",
        ),
        pytest.param(b"\0" * 10_000, [400], CLOSED, id="NULs"),
        pytest.param(
            b"\r\n" * 50_000 + GET + HOST + b"\r\n", [200], OPEN, id="50,000 empty lines before"
        ),
        pytest.param(
            b"GET /api/" + b"a" * 60_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", [404], OPEN,
            id="long path",
        ),
        pytest.param(
            b"GET /api/%00%2e%2e/;a=b//%zz HTTP/1.1\r\n" + HOST + b"\r\n", [404], OPEN,
            id="odd path",
        ),
    ],
)  # fmt: skip
def test_a_message_is_answered_or_refused_as_the_rfc_says(
    server: Running, sent: bytes, statuses: list[int], lasts: bool
) -> None:
    assert exchange(server.port, sent) == (statuses, lasts)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (GET + HOST + b"X: " + b"x" * 300_000 + b"\r\n\r\n", 431),
        (POST + b"Content-Length: %d\r\n\r\n" % 10**6 + b"x" * 10**6, 413),
    ],
    ids=["head", "body"],
)
def test_an_oversized_message_is_not_read_to_its_end(
    server: Running, sent: bytes, status: int
) -> None:
    """A client that goes on sending may see the connection reset before the answer."""
    statuses, lasts = exchange(server.port, sent)
    assert statuses in ([status], [])
    assert not lasts


def test_a_header_of_blanks_costs_nothing(server: Running) -> None:
    """Such a header once kept the only thread busy for 15 s."""
    (worker,) = server.workers()
    before = _processor(worker)
    assert exchange(server.port, GET + HOST + b"X: " + b" " * 100_000 + b"b\r\n\r\n")[0] == [200]
    assert _processor(worker) - before < 0.5


def test_a_refusal_has_our_shape_and_repeats_nothing_sent(server: Running) -> None:
    for path in ("/", "/api/v1/search"):
        with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as asking:
            asking.sendall(b"GET %s HTTP/1.1\r\nHost: a<evil>\r\n\r\n" % path.encode())
            told = b""
            while piece := asking.recv(65536):
                told += piece
        assert told.startswith(b"HTTP/1.1 400 ")
        assert b"content-security-policy: default-src 'none'" in told
        assert b"evil" not in told


def test_head_has_no_body_and_the_connection_stays_open(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as asking:
        last = GET + HOST + b"Connection: close\r\n\r\n"
        asking.sendall(b"HEAD /about HTTP/1.1\r\n" + HOST + b"\r\n" + last)
        told = b""
        while piece := asking.recv(65536):
            told += piece
    head, _, rest = told.partition(b"\r\n\r\n")
    assert b"content-length: " in head
    assert rest.startswith(b"HTTP/1.1 200 ")


def test_a_connection_stays_open_after_answers_without_a_body(server: Running) -> None:
    tag = server.get("/about", Host="localhost")[1]["Etag"].encode()
    again = b"GET /about HTTP/1.1\r\n" + HOST + b"If-None-Match: " + tag + b"\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as asking:
        for _ in range(3):
            asking.sendall(again)
            assert [status for status, _ in answers(asking)] == [304]


def test_a_client_that_disconnects_halfway_does_no_harm(server: Running) -> None:
    for sent in (b"", b"GET", GET, GET + HOST, POST + b"Content-Length: 5\r\n\r\nhe"):
        with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as asking:
            asking.sendall(sent)
    assert exchange(server.port, GET + HOST + b"\r\n") == ([200], OPEN)


def _processor(process: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
