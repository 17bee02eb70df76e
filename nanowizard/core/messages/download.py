"""Words for what happens while an image is being downloaded (image.*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_KEPT = QT_TRANSLATE_NOOP("Messages", "What has arrived is kept; the next try goes on from there.")
_OTHER_SOURCE = QT_TRANSLATE_NOOP("Messages", "Use another address, or a file that you already have.")
_LATER = QT_TRANSLATE_NOOP("Messages", "Try again later, or use another address.")

DOWNLOAD: dict[str, Message] = {
    "image.source": Message(QT_TRANSLATE_NOOP("Messages", "The download comes from {host}")),
    "image.waits": Message(QT_TRANSLATE_NOOP("Messages", "{host} sends nothing now; the next try is in {pause_s}")),
    "image.restarted": Message(
        QT_TRANSLATE_NOOP("Messages", "The server has another version of {file} now, so it is downloaded anew")
    ),
    "image.paused": Message(
        QT_TRANSLATE_NOOP("Messages", "{have_bytes} of {file} have arrived and are kept"),
        do=QT_TRANSLATE_NOOP("Messages", "Download it again: it goes on from there."),
    ),
    "image.no_network": Message(
        QT_TRANSLATE_NOOP("Messages", "This computer has no network"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Plug in the cable or join a Wi-Fi network, then try again."),
    ),
    "image.unknown_host": Message(
        QT_TRANSLATE_NOOP("Messages", "The address of {host} cannot be found"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Check the internet connection and its name server (DNS), then try again."),
    ),
    "image.proxy_failed": Message(
        QT_TRANSLATE_NOOP("Messages", "The proxy {proxy} does not let the download through"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Check the proxy in the settings of this computer, then try again."),
    ),
    "image.tls_untrusted": Message(
        QT_TRANSLATE_NOOP("Messages", "This computer does not trust the certificate of {host}"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Try another network. In an office, ask for its certificate to be installed."),
    ),
    "image.tls_expired": Message(
        QT_TRANSLATE_NOOP("Messages", "The certificate of {host} is out of date"),
        _KEPT,
        _LATER,
    ),
    "image.tls_failed": Message(
        QT_TRANSLATE_NOOP("Messages", "No secure connection to {host} comes about"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Try another network: something on the way may hold up the connection."),
    ),
    "image.clock_wrong": Message(
        QT_TRANSLATE_NOOP("Messages", "The clock of this computer is wrong: it says {date}"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Set the date and the time of this computer, then try again."),
    ),
    "image.insecure_redirect": Message(
        QT_TRANSLATE_NOOP("Messages", "{host} leads to an address without encryption"),
        _KEPT,
        _OTHER_SOURCE,
    ),
    "image.portal": Message(
        QT_TRANSLATE_NOOP("Messages", "Your network shows a sign-in page of {host} instead of the image"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Sign in to the network in a web browser, then try again."),
    ),
    "image.refused": Message(
        QT_TRANSLATE_NOOP("Messages", "{host} does not give the image to you (answer {status})"),
        _KEPT,
        _OTHER_SOURCE,
    ),
    "image.missing": Message(
        QT_TRANSLATE_NOOP("Messages", "{host} no longer has the image at this address (answer {status})"),
        _KEPT,
        _OTHER_SOURCE,
    ),
    "image.no_archive": Message(
        QT_TRANSLATE_NOOP("Messages", "{host} sends something else instead of {file}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing of it is used. What had arrived before is kept."),
        _LATER,
    ),
    "image.too_small": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "{host} sends only {actual_bytes} for {file}, where about {expected_bytes} are expected"
        ),
        QT_TRANSLATE_NOOP("Messages", "Nothing of it is used. What had arrived before is kept."),
        _LATER,
    ),
    "phase.move": Message(QT_TRANSLATE_NOOP("Messages", "Taking along what has arrived")),
    "image.taken_along": Message(
        QT_TRANSLATE_NOOP("Messages", "{have_bytes} of {file} were taken along from {folder}")
    ),
    "image.asks_another": Message(
        QT_TRANSLATE_NOOP("Messages", "What {host} sent is not the right {file}, so another address is asked")
    ),
    "image.too_many_requests": Message(
        QT_TRANSLATE_NOOP("Messages", "{host} has been asked too often for now"), _KEPT, _LATER
    ),
    "image.server_failed": Message(
        QT_TRANSLATE_NOOP("Messages", "{host} has a problem of its own (answer {status})"), _KEPT, _LATER
    ),
    "image.silent": Message(
        QT_TRANSLATE_NOOP("Messages", "{host} has stopped sending the image"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Check the internet connection and try again."),
    ),
    "image.too_slow": Message(
        QT_TRANSLATE_NOOP("Messages", "Hardly anything comes from {host}"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Check the internet connection, or use another address."),
    ),
    "image.busy": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} is being downloaded already, by another window or command"),
        QT_TRANSLATE_NOOP("Messages", "That download goes on."),
        QT_TRANSLATE_NOOP("Messages", "Wait for it to end, or stop it there."),
    ),
    "image.too_large_for_disk": Message(
        QT_TRANSLATE_NOOP("Messages", "The disk of {folder} cannot hold so large a file"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Choose a folder on another disk. USB sticks with FAT32 end at 4 GB."),
    ),
    "usage.no_such_source": Message(
        QT_TRANSLATE_NOOP("Messages", "No address of this image is at {source}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was downloaded."),
        QT_TRANSLATE_NOOP("Messages", "Choose one of these: {known}. Or give a whole address."),
    ),
}
