"""What the apt step would do: pure, from the facts and the wish.

Only addresses of the distribution's own archive change. NVIDIA's list keeps its own server, of which there are no
mirrors; all that is done to it is to fill in a placeholder that its package left there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nanowizard.core.events import Finding, JsonValue, Severity
from nanowizard.provision.apt.archive import (
    NVIDIA_LIST,
    Archive,
    Target,
    custom_url,
    host_of,
    is_plain,
    needs_soc,
    target_of,
    with_soc,
    without_password,
)
from nanowizard.provision.apt.facts import AptFacts, AptOptions
from nanowizard.provision.apt.sources import Choose, Source, is_deb822, restore, rewrite
from nanowizard.provision.step import Change, Plan

CLOCK_TOLERANCE_S = 3600.0
"""Signatures and certificates are dated; a mirror's newest list is often some hours old."""


def plan_apt(facts: AptFacts, options: AptOptions) -> Plan:
    target = wished_target(facts, options)
    obstacles = _obstacles(facts, options, target)
    if target is None or obstacles:
        return Plan(findings=[*obstacles, *_remarks(facts)])
    repaired = [_change("nano.apt.repair_nvidia", path=NVIDIA_LIST)] if _placeholder(facts) else []
    paths = [path for path, text in rewritten(facts, target).items() if text != facts.lists[path]]
    if paths:
        hosts = sorted({host_of(uri) for _source, uri in facts.addresses() if not target.serves(uri)})
        params = {"mirror": target.host, "id": target.mirror, "url": target.url, "paths": paths, "instead_of": hosts}
        changes = [*repaired, _change("nano.apt.use_mirror", **params)]
    elif repaired or facts.unproved is not None or _missing(facts):
        changes = [*repaired, _change("nano.apt.update", mirror=target.host, url=target.url)]
    else:
        changes = []
    ready = [] if changes else [_finding("nano.apt_ready", Severity.GOOD, mirror=target.host)]
    return Plan(changes=changes, findings=[*_remarks(facts), *ready])


def wished_target(facts: AptFacts, options: AptOptions) -> Target | None:
    if facts.archive is None:
        return None
    return target_of(options.mirror, facts.archive, facts.mirrors, https=facts.https)


def rewritten(facts: AptFacts, target: Target) -> dict[str, str]:
    """All lists as they shall be; those that are not touched are the same texts."""

    def choose(source: Source, uri: str) -> str:
        is_ours = facts.archive is not None and facts.archive.has(source, uri)
        return target.url if is_ours and not target.serves(uri) else uri

    return {path: rewrite(text, choose, deb822=is_deb822(path)) for path, text in facts.lists.items()}


def lists_concerned(facts: AptFacts) -> dict[str, str]:
    """The lists that this step may ever change, as they are; those of others are not ours to bring back."""
    archive = facts.archive
    return {
        path: text
        for path, text in facts.lists.items()
        if path == NVIDIA_LIST or (archive and AptFacts(lists={path: text}, archive=archive).addresses())
    }


def lists_restored(facts: AptFacts, original: Mapping[str, str]) -> dict[str, str]:
    """The lists of `original` as they were, with what others added to them since; other lists are left out."""
    archive = facts.archive
    if archive is None:
        return dict(original)
    back = _first_address(original, archive)
    found = {}
    for path, text in original.items():
        deb822 = is_deb822(path)
        normal = _normal(archive, path)
        now = facts.lists.get(path)
        found[path] = text if now is None else restore(now, text, normal, _always(archive, back), deb822=deb822)
    return found


def _normal(archive: Archive, path: str) -> Callable[[str], str]:
    """Texts that differ only in what this step changes become the same."""
    choose = _always(archive, archive.official.urls[0])
    return lambda text: with_soc(rewrite(text, choose, deb822=is_deb822(path)))


def _always(archive: Archive, address: str) -> Choose:
    return lambda source, uri: address if archive.has(source, uri) else uri


def _first_address(lists: Mapping[str, str], archive: Archive) -> str:
    addresses = AptFacts(lists=lists, archive=archive).addresses()
    return addresses[0][1] if addresses else archive.official.urls[0]


def _placeholder(facts: AptFacts) -> bool:
    return facts.is_nano and needs_soc(facts.lists.get(NVIDIA_LIST, ""))


def _missing(facts: AptFacts) -> bool:
    """Whether apt has not fetched all of what the lists name, as on a new Nano."""
    return any(date is None for _suite, date in facts.index_dates())


def _obstacles(facts: AptFacts, options: AptOptions, target: Target | None) -> list[Finding]:
    if facts.archive is None:
        system = " ".join(filter(None, (facts.distribution, facts.release, facts.architecture))) or "?"
        return [_finding("nano.apt_unknown_system", Severity.BLOCKING, system=system)]
    if target is None:
        return [_bad_wish(facts.archive, options.mirror)]
    if not facts.addresses():
        return [_finding("nano.apt_no_lines", Severity.BLOCKING, archive=facts.archive.name)]
    return []


def _bad_wish(archive: Archive, wish: str) -> Finding:
    url = custom_url(wish, archive)
    if is_plain(url):
        return _finding("nano.apt_wrong_archive", Severity.BLOCKING, url=url, archive=archive.name)
    return _finding("nano.apt_bad_mirror", Severity.BLOCKING, mirror=without_password(wish))


def _remarks(facts: AptFacts) -> list[Finding]:
    found = []
    if facts.archive and any(facts.archive.is_mistaken(uri) for _source, uri in facts.addresses()):
        found.append(_finding("nano.apt_other_processors", Severity.WARNING, archive=facts.archive.name))
    if needs_soc(facts.lists.get(NVIDIA_LIST, "")):
        found.append(_finding("nano.apt_nvidia_placeholder", Severity.WARNING, path=NVIDIA_LIST))
    if facts.unproved is not None:
        found.append(_finding("nano.apt_unproved", Severity.WARNING))
    if facts.interrupted or facts.half_configured:
        packages = list(facts.half_configured) or ["dpkg"]
        found.append(_finding("nano.apt_half_configured", Severity.WARNING, packages=packages))
    ahead_s = facts.clock_ahead_s
    if ahead_s is not None and abs(ahead_s) > CLOCK_TOLERANCE_S:
        found.append(_finding("nano.apt_clock_off", Severity.WARNING, off_s=abs(ahead_s)))
    for program in dict.fromkeys(holder.program for holder in facts.locks):
        found.append(_finding("nano.apt_busy", Severity.INFO, program=program))
    if facts.archive and not facts.https:
        found.append(_finding("nano.apt_old_certificates", Severity.INFO))
    return found


def _change(code: str, **params: JsonValue) -> Change:
    return Change(code=code, params=params)


def _finding(code: str, severity: Severity, **params: JsonValue) -> Finding:
    return Finding(code=code, severity=severity, params=params)
