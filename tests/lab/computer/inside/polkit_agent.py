"""The password dialog of a desktop, without the desktop: serves its own login session until its input ends.

Prints `asked ACTION` when polkit asks and `taken back` when the question is withdrawn; a line of input answers:
`password WORD`, or `dismiss`.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_call, new_method_return
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

POLKIT = "org.freedesktop.PolicyKit1"
HELPER = "/usr/lib/polkit-1/polkit-agent-helper-1"


def main() -> None:
    connection = open_dbus_connection("SYSTEM", auth_timeout=30)
    session = ("unix-session", {"session-id": ("s", os.environ["XDG_SESSION_ID"])})
    authority = DBusAddress("/org/freedesktop/PolicyKit1/Authority", POLKIT, f"{POLKIT}.Authority")
    body = (session, "C", "/lab/agent")
    register = new_method_call(authority, "RegisterAuthenticationAgent", "(sa{sv})ss", body)
    unwrap_msg(connection.send_and_get_reply(register, timeout=30))
    say("ready")
    question: Message | None = None
    while True:
        readable, _, _ = select.select([connection.sock, sys.stdin], [], [])
        if sys.stdin in readable:
            line = sys.stdin.readline()
            if not line:
                return
            if question:
                answer(connection, question, line.split())
                question = None
        if connection.sock in readable:
            question = hear(connection, question)


def hear(connection: DBusConnection, question: Message | None) -> Message | None:
    """What polkit says. Returns the question that is open now."""
    message = connection.receive(timeout=30)
    if message.header.message_type is not MessageType.method_call:
        return question
    if message.header.fields[HeaderFields.member] == "BeginAuthentication":
        say(f"asked {message.body[0]}")
        return message
    say("taken back")
    connection.send(new_method_return(message))
    return None


def answer(connection: DBusConnection, question: Message, words: list[str]) -> None:
    if words[0] == "dismiss":
        connection.send(new_error(question, f"{POLKIT}.Error.Cancelled", "s", ("dismissed",)))
        return
    *_, cookie, _identities = question.body
    # polkit's own helper asks PAM and tells polkitd what it found; whoever asks for it is believed nothing.
    said = subprocess.run(
        [HELPER, "root"], input=f"{cookie}\n{words[1]}\n", capture_output=True, text=True, check=False
    )
    say(f"answered {said.stdout.split()[-1] if said.stdout else 'nothing'}")
    connection.send(new_method_return(question))


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
