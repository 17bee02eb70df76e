"""A real nginx on 127.0.0.1, with a certificate of the test's own."""

from __future__ import annotations

import contextlib
import datetime
import http.client
import ipaddress
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from support.ports import reserved_port

PROGRAM = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
needs_nginx = pytest.mark.skipif(PROGRAM is None, reason="not installed: nginx")


@dataclass(frozen=True)
class Nginx:
    """Serves what lies in `root`: over `http`, over `https`, and at `plain` without ranges."""

    root: Path
    ports: dict[str, int]
    log: Path

    def url(self, name: str, scheme: str = "http") -> str:
        return f"{'https' if scheme == 'https' else 'http'}://127.0.0.1:{self.ports[scheme]}/{name}"

    def asked(self, name: str = "card.zip") -> list[str]:
        """One line for each request for `name`: status, Range, bytes that were sent.

        An answer is logged when it is over, and there is one worker: what was asked for before `/mark` is in the log
        once that has been answered.
        """
        with closing(http.client.HTTPConnection("127.0.0.1", self.ports["http"], timeout=10)) as link:
            link.request("GET", "/mark")
            link.getresponse().read()
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [line.partition(" ")[2] for line in lines if line.startswith(f"/{name} ")]


def certificate(folder: Path, *, starts_in_days: int = -1, ends_in_days: int = 30) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that vouches for itself, and its key; the first is what a system has to trust."""
    now = datetime.datetime.now(datetime.timezone.utc)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + datetime.timedelta(days=starts_in_days))
        .not_valid_after(now + datetime.timedelta(days=ends_in_days))
        .add_extension(alternative, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    )
    return paths


@contextlib.contextmanager
def nginx(folder: Path, *, rules: str = "", starts_in_days: int = -1, ends_in_days: int = 30) -> Iterator[Nginx]:
    """`rules` are more lines for each server; `{http}` and its like stand for the ports."""
    assert PROGRAM
    work = folder / "nginx"
    root = work / "root"
    root.mkdir(parents=True)
    cert, key = certificate(work, starts_in_days=starts_in_days, ends_in_days=ends_in_days)
    log = work / "asked.log"
    config = work / "nginx.conf"
    errors = work / "error.log"
    user = "user root;" if os.geteuid() == 0 else ""  # the folder of a test is its owner's alone
    with contextlib.ExitStack() as stack:
        ports = {name: stack.enter_context(reserved_port()) for name in ("http", "https", "plain")}
        for name, port in ports.items():
            rules = rules.replace(f"{{{name}}}", str(port))
        text = _CONFIG.format(work=work, root=root, cert=cert, key=key, log=log, rules=rules, user=user, **ports)
        config.write_text(text)
        running = subprocess.Popen([PROGRAM, "-e", str(errors), "-c", str(config), "-p", str(work)])
        stack.callback(running.wait)
        stack.callback(running.terminate)
        _wait_for(list(ports.values()), running, errors)
        yield Nginx(root, ports, log)


def _wait_for(ports: list[int], running: subprocess.Popen[bytes], errors: Path) -> None:
    for port in ports:
        while True:
            assert running.poll() is None, errors.read_text()
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
                break
            time.sleep(0.01)


_CONFIG = """
{user} daemon off; worker_processes 1; pid {work}/nginx.pid;
events {{ worker_connections 64; }}
http {{
  log_format asked '$uri $status $http_range $body_bytes_sent';
  access_log {log} asked;
  client_body_temp_path {work}/body; proxy_temp_path {work}/proxy; fastcgi_temp_path {work}/fastcgi;
  uwsgi_temp_path {work}/uwsgi; scgi_temp_path {work}/scgi;
  server {{ listen 127.0.0.1:{http}; root {root}; location = /mark {{ access_log off; return 204; }} {rules} }}
  server {{ listen 127.0.0.1:{plain}; root {root}; max_ranges 0; {rules} }}
  server {{ listen 127.0.0.1:{https} ssl; root {root}; ssl_certificate {cert}; ssl_certificate_key {key}; {rules} }}
}}
"""
