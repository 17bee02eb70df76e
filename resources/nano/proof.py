"""Runs MobileNet V1 on the GPU and on the processor, and says as JSON how fast. On the Nano: Python 3.6, TF 2.2-2.7.

Nothing is downloaded: the network has random weights, which cost exactly as much time as trained ones.
Arguments: pictures on the GPU, pictures on the processor, size of their edge in pixels.
"""

import json
import sys
import time

SHAPE = int(sys.argv[3])
WARM_UP = 3


def say(event, **facts):
    facts["event"] = event
    print(json.dumps(facts))
    sys.stdout.flush()


def measured(device, count):
    """Pictures per second, one at a time; the first ones also load the libraries of the GPU."""
    with tf.device(device):
        network = tf.keras.applications.MobileNet(weights=None, input_shape=(SHAPE, SHAPE, 3))
        run = tf.function(lambda picture: network(picture, training=False))
        picture = tf.random.uniform((1, SHAPE, SHAPE, 3))
        began = time.time()
        for _ in range(WARM_UP):
            run(picture).numpy()
        warm_s = time.time() - began
        began = time.time()
        for _ in range(count):
            run(picture).numpy()
    return count / (time.time() - began), warm_s


began = time.time()
import tensorflow as tf  # noqa: E402

say("imported", version=tf.__version__, took_s=round(time.time() - began, 1))
if tf.__version__.startswith(("1.", "2.0.", "2.1.")):
    say("too_old", version=tf.__version__)
    sys.exit(3)
gpus = tf.config.list_physical_devices("GPU")
for gpu in gpus:
    tf.config.experimental.set_memory_growth(gpu, True)
say("devices", gpus=[gpu.name for gpu in gpus])
for device, count in (("GPU", int(sys.argv[1])), ("CPU", int(sys.argv[2]))):
    if device == "GPU" and not gpus:
        continue
    say("begun", device=device)
    per_s, warm_s = measured("/%s:0" % device, count)  # noqa: UP031
    say("measured", device=device, per_s=round(per_s, 3), warm_s=round(warm_s, 1), count=count)
