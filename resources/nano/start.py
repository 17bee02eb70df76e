"""Starts TensorFlow once and says as JSON what it sees. Runs on the Nano: Python 3.6, TensorFlow 1.13 to 2.7."""

import json
import time

began = time.time()
import tensorflow as tf  # noqa: E402

took_s = round(time.time() - began, 1)
if tf.__version__.startswith("1."):
    gpus = int(tf.test.is_gpu_available())
else:
    gpus = len(tf.config.list_physical_devices("GPU"))
print(json.dumps({"event": "started", "version": tf.__version__, "gpus": gpus, "took_s": took_s}))
