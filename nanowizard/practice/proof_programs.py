"""MobileNet on the practice Nano: the lines of our scripts with believable numbers, in seconds instead of minutes."""

from __future__ import annotations

import io
import json
import math
import tarfile

from nanowizard.practice.machine import Machine
from nanowizard.practice.shell import Process, Program
from nanowizard.provision.nano_scripts import PROOF, TRAIN, nano_script

GPU_RATE, CPU_RATE = 25.6, 2.8
"""cvm-runtime measured 39 and 351 ms for MobileNet 1.0 on a Nano."""


def _say(process: Process, event: str, **facts: object) -> None:
    process.say(json.dumps({**facts, "event": event}) + "\n")


def _has_tensorflow(machine: Machine) -> bool:
    return any("/tensorflow-" in path and path.endswith("/METADATA") for path in list(machine.state.files))


def _proof(process: Process, arguments: list[str]) -> int:
    if not _has_tensorflow(process.machine):
        return process.complain("ModuleNotFoundError: No module named 'tensorflow'")
    return _measure(process, arguments)


def _measure(process: Process, arguments: list[str]) -> int:
    gpu, cpu = int(arguments[0]), int(arguments[1])
    process.rest(process.delay_s * 50)
    _say(process, "imported", version="2.7.0", took_s=11.8)
    _say(process, "devices", gpus=["/physical_device:GPU:0"])
    for device, rate, count in (("GPU", GPU_RATE, gpu), ("CPU", CPU_RATE, cpu)):
        _say(process, "begun", device=device)
        process.rest(process.delay_s * 80)
        _say(process, "measured", device=device, per_s=rate, warm_s=18.4 if device == "GPU" else 3.1, count=count)
    return 0


def _train(process: Process, arguments: list[str]) -> int:
    archive, model, rounds, batch = arguments[0], arguments[1], int(arguments[2]), int(arguments[3])
    with tarfile.open(fileobj=io.BytesIO(process.machine.read(archive))) as tar:
        names = tar.getnames()
    classes = sorted({name.partition("/")[0] for name in names})
    _say(process, "begun", classes=classes, pictures=len(names), gpus=1)
    for number in range(1, len(names) + 1):
        process.rest(process.delay_s / 4)
        _say(process, "read", done=number, total=len(names))
    learned = len(names) - len(names) // 5
    total = rounds * math.ceil(learned / batch)
    for done in range(1, total + 1):
        process.rest(process.delay_s * 2)
        loss = 0.08 + math.log(len(classes)) * math.exp(-4.0 * done / total)
        right = 1.0 - (1.0 - 1.0 / len(classes)) * math.exp(-5.0 * done / total)
        turn = (done - 1) * rounds // total + 1
        facts = {"round": turn, "loss": round(loss, 4), "accuracy": round(round(right * batch) / batch, 4)}
        _say(process, "batch", done=done, total=total, **facts)
    process.machine.put(f"{model}/model.h5", b"a practice model", owner=process.user)
    _say(process, "end", accuracy=0.95, tested=len(names) // 5, model=model, took_s=412.0)
    return 0


CONTAINER_SCRIPTS: dict[str, Program] = {nano_script(PROOF): _measure, nano_script(TRAIN): _train}
"""In a container TensorFlow is always there."""
PROOF_SCRIPTS: dict[str, Program] = {nano_script(PROOF): _proof, nano_script(TRAIN): _train}
