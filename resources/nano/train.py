"""Teaches MobileNet V1 a folder of pictures, one subfolder a class. Runs on the Nano: Python 3.6, TF 2.2-2.7.

Only a new last layer learns; the network below stays as it is. Each batch says its loss and accuracy as JSON.
Arguments: a tar of the pictures, folder for the model, rounds over all pictures, pictures in a batch.
The model is saved as model.h5 with the names of its classes beside it.
"""

import json
import pathlib
import random
import socket
import sys
import tarfile
import tempfile
import time

ARCHIVE, MODEL = sys.argv[1], pathlib.Path(sys.argv[2])
ROUNDS, BATCH = int(sys.argv[3]), int(sys.argv[4])
SIDE = 128
KEPT_FOR_TEST = 5  # one picture in so many is not learned from but asked afterwards


def say(event, **facts):
    facts["event"] = event
    print(json.dumps(facts))
    sys.stdout.flush()


def listed():
    """All pictures with the number of their class, in an order that is always the same."""
    folders = sorted(place for place in FOLDER.iterdir() if place.is_dir())
    found = [(file, number) for number, folder in enumerate(folders) for file in sorted(folder.iterdir())]
    random.Random(1).shuffle(found)  # noqa: S311 - the same order each time
    return [folder.name for folder in folders], found


def network():
    """What lies below the last layer, as Google trained it; without internet with random weights, and says so."""
    form = {"include_top": False, "alpha": 0.25, "input_shape": (SIDE, SIDE, 3), "pooling": "avg"}
    try:
        found = tf.keras.applications.MobileNet(weights="imagenet", **form)
    except Exception as error:  # noqa: BLE001 - whatever a download, a proxy or a damaged file may raise
        say("random_weights", why=str(error)[:300])
        found = tf.keras.applications.MobileNet(weights=None, **form)
    found.trainable = False
    return found


def picture(path):
    data = tf.io.decode_image(tf.io.read_file(str(path)), channels=3, expand_animations=False)
    small = tf.image.resize(tf.cast(data, tf.float32), (SIDE, SIDE))
    return small / 127.5 - 1.0


def readable(pictures):
    """Features of each picture that can be read: the frozen part is run once a picture, not once a round."""
    features, classes = [], []
    for number, (path, kind) in enumerate(pictures, 1):
        try:
            features.append(below(tf.expand_dims(picture(path), 0)).numpy()[0])
            classes.append(kind)
        except (tf.errors.InvalidArgumentError, ValueError):
            say("unreadable", file=str(path.relative_to(FOLDER)))
        say("read", done=number, total=len(pictures))
    return tf.constant(features), tf.constant(classes)


def accuracy(output, classes):
    right = tf.equal(tf.cast(tf.argmax(output, axis=1), tf.int32), classes)
    return float(tf.reduce_mean(tf.cast(right, tf.float32)))


def taught(features, classes):
    """Rounds of small batches; says loss and accuracy after each."""
    optimizer = tf.keras.optimizers.Adam(0.01)
    measure = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    count = int(classes.shape[0])
    total = ROUNDS * ((count + BATCH - 1) // BATCH)
    done = 0
    for turn in range(ROUNDS):
        order = list(range(count))
        random.Random(turn).shuffle(order)  # noqa: S311
        for start in range(0, count, BATCH):
            chosen = tf.constant(order[start : start + BATCH])
            some, wanted = tf.gather(features, chosen), tf.gather(classes, chosen)
            with tf.GradientTape() as tape:
                output = head(some, training=True)
                loss = measure(wanted, output)
            weights = head.trainable_variables
            optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))  # noqa: B905 - Python 3.6
            done += 1
            facts = {"round": turn + 1, "loss": round(float(loss), 4), "accuracy": round(accuracy(output, wanted), 4)}
            say("batch", done=done, total=total, **facts)


import tensorflow as tf  # noqa: E402

for gpu in tf.config.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)
socket.setdefaulttimeout(30)
unpacked = tempfile.TemporaryDirectory()
FOLDER = pathlib.Path(unpacked.name)
with tarfile.open(ARCHIVE) as archive:
    archive.extractall(unpacked.name)  # noqa: S202 - NanoWizard made it
names, pictures = listed()
say("begun", classes=names, pictures=len(pictures), gpus=len(tf.config.list_physical_devices("GPU")))
began = time.time()
below = network()
kept = len(pictures) // KEPT_FOR_TEST
tested, learned = readable(pictures[:kept]), readable(pictures[kept:])
(features, classes), size = learned, int(learned[0].shape[1])
middle, spread = tf.reduce_mean(features, axis=0), tf.math.reduce_std(features, axis=0)
spread = tf.maximum(spread, 1e-3 * tf.reduce_max(spread))  # random weights give features of very different size
head = tf.keras.Sequential([tf.keras.layers.Dense(len(names), input_shape=(size,))])
taught((features - middle) / spread, classes)
kernel, bias = head.get_weights()
spread, middle = spread.numpy(), middle.numpy()
head.set_weights([kernel / spread[:, None], bias - (middle / spread).dot(kernel)])
test = round(accuracy(head(tested[0], training=False), tested[1]), 4) if kept else None
whole = tf.keras.Sequential([below, head, tf.keras.layers.Softmax()])
MODEL.mkdir(parents=True, exist_ok=True)
whole.save(str(MODEL / "model.h5"))
(MODEL / "classes.json").write_text(json.dumps(names))
say("end", accuracy=test, tested=kept, model=str(MODEL), took_s=round(time.time() - began, 1))
