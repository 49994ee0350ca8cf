#!/usr/bin/env python3
"""Empties the machine code for all GPUs but those of one compute capability in a CUDA library, so that it packs well.

    bench/cuda-thin.py LIBRARY 90

The library keeps its size and works on GPUs of that capability only. Reads the section .nv_fatbin of an ELF file: containers
with a header of 16 bytes, and in each of them entries with a kind (1: PTX, 2: machine code) and a capability.
"""

import mmap
import struct
import sys

CONTAINER = 0xBA55ED50
MACHINE_CODE = 2


def sections(image):
    """Yields the name, the offset and the size of each section."""
    table, = struct.unpack_from("<Q", image, 0x28)
    count, names = struct.unpack_from("<HH", image, 0x3C)
    headers = [struct.unpack_from("<IIQQQQ", image, table + 64 * i) for i in range(count)]
    for header in headers:
        start = headers[names][4] + header[0]
        yield image[start : image.find(b"\0", start)].decode(), header[4], header[5]


def thin(image, at, size, kept):
    """Empties the entries of one section; returns the bytes kept and emptied."""
    left = emptied = 0
    end = at + size
    while at < end - 16:
        magic, _, header, length = struct.unpack_from("<IHHQ", image, at)
        if magic != CONTAINER:
            at += 8
            continue
        entry, after = at + header, at + header + length
        while entry < after:
            kind, _, entry_header, payload = struct.unpack_from("<HHIQ", image, entry)
            capability, = struct.unpack_from("<I", image, entry + 28)
            if kind == MACHINE_CODE and capability == kept:
                left += payload
            else:
                image[entry + entry_header : entry + entry_header + payload] = bytes(payload)
                emptied += payload
            entry += entry_header + payload
        at = after
    return left, emptied


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], "r+b") as file, mmap.mmap(file.fileno(), 0) as image:
        for name, at, size in sections(image):
            if name == ".nv_fatbin":
                left, emptied = thin(image, at, size, int(sys.argv[2]))
                print(f"{sys.argv[1]}: kept {left >> 20} MB, emptied {emptied >> 20} MB")
                if not left:
                    sys.exit(f"no code for compute capability {sys.argv[2]}")


if __name__ == "__main__":
    main()
