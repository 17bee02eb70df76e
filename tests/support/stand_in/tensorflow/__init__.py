"""A stand-in for TensorFlow in tests: just as much as `resources/nano/start.py` and `proof.py` ask for.

STAND_IN_VERSION and STAND_IN_GPUS say what it claims to be; its network only waits, ten times as long on a processor.
"""

import contextlib
import os
import time
import types

__version__ = os.environ.get("STAND_IN_VERSION", "2.7.0")
_GPUS = int(os.environ.get("STAND_IN_GPUS", "1"))
_device = ["/CPU:0"]


class _Picture:
    def numpy(self):
        return self


@contextlib.contextmanager
def device(name):
    _device.append(name)
    yield
    _device.pop()


def function(run):
    return run


def _network(**form):
    assert form == {"weights": None, "input_shape": (224, 224, 3)}
    pause_s = 0.0005 if _device[-1].startswith("/GPU") else 0.005

    def run(picture, training):
        assert isinstance(picture, _Picture) and not training
        time.sleep(pause_s)
        return picture

    return run


def _list_physical_devices(kind):
    return [types.SimpleNamespace(name=f"/physical_device:{kind}:{number}") for number in range(_GPUS)]


config = types.SimpleNamespace(
    list_physical_devices=_list_physical_devices,
    experimental=types.SimpleNamespace(set_memory_growth=lambda gpu, wish: None),
)
keras = types.SimpleNamespace(applications=types.SimpleNamespace(MobileNet=_network))
random = types.SimpleNamespace(uniform=lambda shape: _Picture())
test = types.SimpleNamespace(is_gpu_available=lambda: bool(_GPUS))
