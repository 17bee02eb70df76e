// node etcher.js IMAGE DEVICE: writes as balenaEtcher does, with its own library, and verifies. Exit code 1 where that fails.
'use strict';
const { execFileSync } = require('child_process');
const { multiWrite, sourceDestination } = require('etcher-sdk');

async function main(image, device) {
  const size = Number(execFileSync('blockdev', ['--getsize64', device]));
  const drive = {
    device, raw: device, devicePath: null, description: device, size, blockSize: 512,
    mountpoints: [], isReadOnly: false, isSystem: false,
  };
  const card = new sourceDestination.BlockDevice({ drive, write: true, direct: true, unmountOnSuccess: false });
  const done = await multiWrite.decompressThenFlash({
    source: new sourceDestination.File({ path: image }),
    destinations: [card],
    onFail: (_card, error) => console.error(error.message),
    onProgress: () => {},
    verify: true,
    trim: true,
    // What it does with any image of more than 5 GiB, and so with every JetPack image.
    decompressFirst: false,
    numBuffers: 16,
  });
  console.log(`${done.bytesWritten} bytes written, ${done.failures.size} failures`);
  return done.failures.size ? 1 : 0;
}

main(...process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(error);
    process.exit(2);
  },
);
