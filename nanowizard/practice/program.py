"""What the programs of the practice Nano have in common."""

from __future__ import annotations

from collections.abc import Callable

from nanowizard.practice.shell import Process, Program


def operands(arguments: list[str]) -> list[str]:
    """What is no option: everything behind `--`, or every word without a dash."""
    return arguments[arguments.index("--") + 1 :] if "--" in arguments else [a for a in arguments if a[:1] != "-"]


def needs_root(program: Program) -> Program:
    """The program for root alone; what it changed is kept."""

    def guarded(process: Process, arguments: list[str]) -> int:
        if not process.is_root:
            return process.complain("Operation not permitted")
        status = program(process, arguments)
        process.machine.save()
        return status

    return guarded


def needs_owner(program: Program) -> Program:
    """The program for root, and for whose file it is (the first operand)."""
    for_root = needs_root(program)

    def guarded(process: Process, arguments: list[str]) -> int:
        file = process.machine.state.files.get(operands(arguments)[0])
        return program(process, arguments) if file and file.owner == process.user else for_root(process, arguments)

    return guarded


def each(name: str, do: Callable[[Process, str], str | None]) -> Program:
    """A program that does the same for each operand; `do` returns a complaint or None."""

    def program(process: Process, arguments: list[str]) -> int:
        complaints = [said for path in operands(arguments) if (said := do(process, path))]
        for said in complaints:
            process.complain(f"{name}: {said}")
        return 1 if complaints else 0

    return program
