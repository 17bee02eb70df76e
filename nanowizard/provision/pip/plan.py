"""What the pip step would do: pure, from the facts and the wish.

Only `index-url` in the global section of /etc/pip.conf is ours, and `trusted-host` where the index has no https: pip
refuses such an index otherwise. Everything else that is written there stays.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from nanowizard.core.events import Finding, JsonValue, Severity
from nanowizard.provision.pip import conf as pip_conf
from nanowizard.provision.pip.facts import CONF, OFFICIAL_INDEX, USER_CONFS, XDG_CONF, PipFacts, PipOptions
from nanowizard.provision.step import Change, Plan

TEST_PACKAGE = "six"
"""One file of 12 kB that every index has, for every Python, without dependencies."""
CLOCK_LIMIT_S = 300.0
"""A certificate or a list may well be so fresh; more makes downloads fail."""
_READABLE = 0o044


def plan_pip(facts: PipFacts, options: PipOptions) -> Plan:
    if not is_good_url(options.index_url):
        return Plan(findings=[_finding("nano.pip_bad_url", Severity.BLOCKING, index_url=shown(options.index_url))])
    index = _index(facts, options)
    trial = _change("nano.pip.try_index", index_url=options.index_url, package=TEST_PACKAGE)
    changes = [*_mend(facts), *([trial] if index and (facts.version or _is_broken(facts)) else []), *index]
    return Plan(changes=changes, findings=[*_remarks(facts, options), *_state(facts, options, changes)])


def new_conf(text: str | None, index_url: str) -> str:
    """/etc/pip.conf with this index and everything else as it was."""
    old = text or ""
    hosts = _trusted(old, pip_conf.value(old, "index-url"), index_url)
    new = pip_conf.with_value(old, "index-url", index_url)
    if hosts == pip_conf.values(new, "trusted-host"):
        return new
    return pip_conf.with_value(new, "trusted-host", " ".join(hosts)) if hosts else pip_conf.without(new, "trusted-host")


def is_good_url(url: str) -> bool:
    """A plain web address. One with a password would be there for everybody to read."""
    try:
        parts = urlsplit(url)
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and not set(url) & set(" \"'#")
    return plain and port_is_good and parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in url


def same_index(one: str, other: str) -> bool:
    return one.rstrip("/").lower() == other.rstrip("/").lower()


def shown(url: str) -> str:
    """An address without what may be a password in it."""
    head, at, tail = url.rpartition("@")
    return f"{head.partition('://')[0]}://…@{tail}" if at else url


def host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_broken(facts: PipFacts) -> bool:
    """With a file that it cannot read, pip does not even tell its version."""
    return any(pip_conf.unreadable_line(text) is not None for text in facts.confs.values())


def _mend(facts: PipFacts) -> list[Change]:
    text = facts.conf
    if text is None:
        return []
    line = pip_conf.unreadable_line(text)
    broken = [] if line is None else [_change("nano.pip.mend_conf", path=CONF, line=line)]
    closed = facts.mode is not None and facts.mode & _READABLE != _READABLE
    return [*broken, *([_change("nano.pip.make_readable", path=CONF)] if closed else [])]


def _index(facts: PipFacts, options: PipOptions) -> list[Change]:
    wished, now = options.index_url, _index_of(facts.conf)
    if now is None and same_index(wished, OFFICIAL_INDEX) and _index_of(facts.confs.get(XDG_CONF)) is None:
        return []
    text = facts.conf or ""
    trusted = not _plain_http(wished) or host_of(wished) in pip_conf.values(text, "trusted-host")
    if now is not None and same_index(now, wished) and trusted:
        return []
    if now is None or same_index(now, wished):
        return [_change("nano.pip.set_index", path=CONF, index_url=wished)]
    return [_change("nano.pip.replace_index", path=CONF, index_url=wished, old_url=shown(now))]


def _trusted(text: str, old_url: str | None, new_url: str) -> list[str]:
    """The trusted hosts of the new file: what an index without https needed goes with that index."""
    needed_before = {host_of(old_url)} if old_url and _plain_http(old_url) else set()
    needed = [host_of(new_url)] if _plain_http(new_url) else []
    kept = [host for host in pip_conf.values(text, "trusted-host") if host not in needed_before | set(needed)]
    return [*kept, *needed]


def _remarks(facts: PipFacts, options: PipOptions) -> list[Finding]:
    """What of other people's settings a person should know; the step leaves all of it alone."""
    found = []
    for path, text in facts.confs.items():
        line = pip_conf.unreadable_line(text)
        if line is not None and path != CONF:
            found.append(_finding("nano.pip_conf_broken", Severity.WARNING, path=_home(path), line=line))
        found += _overruling(path, text, options)
        found += [
            _finding("nano.pip_extra_index", Severity.INFO, path=_home(path), index_url=shown(url))
            for url in pip_conf.values(text, "extra-index-url")
        ]
        found += _trusted_hosts(path, text, options)
    for name, value in facts.environment.items():
        if name != "PIP_INDEX_URL" or not same_index(value, options.index_url):
            found.append(_finding("nano.pip_environment", Severity.WARNING, name=name, value=shown(value)))
    return found


def _overruling(path: str, text: str, options: PipOptions) -> list[Finding]:
    """A user's file wins over /etc/pip.conf, and a section for one command wins over the global one in any file."""
    own = {setting.section: setting.value for setting in pip_conf.settings(text) if setting.key == "index-url"}
    winning = {section: url for section, url in own.items() if path in USER_CONFS or section != pip_conf.GLOBAL}
    return [
        _finding("nano.pip_overruled", Severity.WARNING, path=_home(path), section=section, index_url=shown(url))
        for section, url in winning.items()
        if not same_index(url, options.index_url)
    ]


def _trusted_hosts(path: str, text: str, options: PipOptions) -> list[Finding]:
    """pip compares whole names: one that no index has is of no use, and with https one that fits is a danger."""
    indexes = [options.index_url, *pip_conf.values(text, "extra-index-url"), *pip_conf.values(text, "find-links")]
    safe = {host_of(url) for url in indexes if not _plain_http(url)}
    plain = {host_of(url) for url in indexes if _plain_http(url)}
    left = {host_of(url) for url in pip_conf.values(text, "index-url") if _plain_http(url) and path == CONF}
    found = []
    for host in pip_conf.values(text, "trusted-host"):
        name = host.partition(":")[0].lower()
        if name in safe:
            found.append(_finding("nano.pip_trusted_host", Severity.WARNING, path=_home(path), host=host))
        elif name not in plain | left:
            found.append(_finding("nano.pip_trusted_host_unused", Severity.INFO, path=_home(path), host=host))
    return found


def _state(facts: PipFacts, options: PipOptions, changes: list[Change]) -> list[Finding]:
    found = []
    if facts.version is None and not _is_broken(facts):
        found.append(_finding("nano.pip_missing", Severity.WARNING))
    if facts.clock_ahead_s is not None and abs(facts.clock_ahead_s) > CLOCK_LIMIT_S and changes:
        found.append(_finding("nano.clock_off", Severity.WARNING, off_s=abs(facts.clock_ahead_s)))
    if _plain_http(options.index_url):
        found.append(_finding("nano.pip_not_encrypted", Severity.WARNING, index_url=options.index_url))
    if not changes:
        found.append(_finding("nano.pip_ready", Severity.GOOD, index_url=options.index_url))
    return found


def _index_of(text: str | None) -> str | None:
    return None if text is None else pip_conf.value(text, "index-url")


def _plain_http(url: str) -> bool:
    return url.startswith("http://")


def _home(path: str) -> str:
    return path if path.startswith("/") else f"~/{path}"


def _change(code: str, **params: JsonValue) -> Change:
    return Change(code=code, params=params)


def _finding(code: str, severity: Severity, **params: JsonValue) -> Finding:
    return Finding(code=code, severity=severity, params=params)
