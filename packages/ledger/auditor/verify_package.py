#!/usr/bin/env python3
"""Verify an Evidentia package offline, with Python 3.9: verify_package.py PACKAGE.zip [--vkey KEY] [--seen CHECKPOINT]

Exit code 0 and "verified" when everything holds. Take this file from a source you trust, not from the package it is to
judge, or compare the two. It follows docs/ledger-format.md (comments name sections), leaving out what shows nothing of
tampering: that JSON is spelled canonically, names are portable, and hash tiles repeat the entries. License Apache-2.0.
"""
import argparse, base64, hashlib, json, re, struct, zlib

# Ed25519, RFC 8032: points as (X, Y, Z, T), x = X/Z, y = Y/Z, xy = T/Z, on -x^2 + y^2 = 1 + D x^2 y^2 modulo P.
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)

def need(holds, where, problem):
    if not holds:
        raise SystemExit("NOT verified: " + f"{where}: {problem}".encode("unicode_escape").decode())

def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    return ((b - a) * (d - c) % P, (d + c) * (b + a) % P, (d - c) * (d + c) % P, (b - a) * (b + a) % P)

def multiply(scalar, point):
    result = (0, 1, 1, 0)
    for bit in bin(scalar)[2:]:
        result = add(result, result)
        result = add(result, point) if bit == "1" else result
    return result

def decode_point(encoded):
    y, sign = int.from_bytes(encoded, "little") & (1 << 255) - 1, encoded[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * ROOT % P
    need(y < P and (x * x - square) % P == 0 and (x > 0 or not sign), "signature", "holds a point not on the curve")
    x = x if x & 1 == sign else P - x
    return (x, y, 1, x * y % P)

BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def is_signed(public, message, signature):
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    one, other = multiply(s, BASE), add(decode_point(signature[:32]), multiply(k, decode_point(public)))
    return all((one[at] * other[2] - other[at] * one[2]) % P == 0 for at in (0, 1))

def from_base64(text, where):  # one spelling only: the one that encoding gives
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text, where, "holds Base64 that is not canonical")
    return data

def parse_key(text):  # section 5, with notes
    name, key_id, encoded = text.split("+", 2)
    key = from_base64(encoded, "verifier key")
    expected = hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8]
    need(len(key) == 33 and key[0] == 1 and key_id == expected, "verifier key", f"{text} is not a valid key")
    return (name, key_id, key[1:])

def open_note(data, keys, where):
    text, _, signatures = data.decode().rpartition("\n\n")
    need(signatures.endswith("\n") and min(text.replace("\n", " ")) >= " ", where, "is not a signed note")
    lines, signers = signatures[:-1].split("\n"), []
    for line in lines:
        match = re.fullmatch("\u2014 ([^\\s+]+) (\\S+)", line)
        need(match, where, "has a malformed signature")
        signature = from_base64(match[2], where)
        for key in keys:
            if key[:2] == (match[1], signature[:4].hex()):
                need(is_signed(key[2], (text + "\n").encode(), signature[4:]), where, "has a wrong signature")
                signers.append(key)
    need(signers, where, "is not signed by a known key")
    return (text + "\n", signers, len(lines))

def open_checkpoint(data, keys, where):
    text, signers, _ = open_note(data, keys, where)
    origin, size, root = text.split("\n")[:3]
    need(re.fullmatch("0|[1-9][0-9]*", size) and "\n\n" not in text, where, "is malformed")
    need(origin in [key[0] for key in signers], where, f"is of {origin} but signed by another")
    return (origin, int(size), from_base64(root, where))

MAX = 0xFFFFFFFF  # section 7, the container: read front to back, every record made again as it must be, and compared

def encode_record(name, crc, size, offset=None):  # local when it has no offset, else central
    large = [size, size] * (size >= MAX) + [offset] * (offset is not None and offset >= MAX)
    extra = struct.pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""
    head = struct.pack("<IH", 0x04034B50, 45) if offset is None else struct.pack("<IHH", 0x02014B50, 45, 45)
    fields = struct.pack("<HHHHIIIHH", 2048, 0, 0, 33, crc, *[min(size, MAX)] * 2, len(name), len(extra))
    tail = b"" if offset is None else struct.pack("<HHHII", 0, 0, 0, 0, min(offset, MAX))
    return head + fields + tail + name + extra

def encode_end(count, size, offset):
    large = b""
    if count >= 0xFFFF or size >= MAX or offset >= MAX:
        large = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, size, offset)
        large += struct.pack("<IIQI", 0x07064B50, 0, offset + size, 1)
    few = (min(count, 0xFFFF),) * 2
    return large + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, *few, min(size, MAX), min(offset, MAX), 0)

def read_container(file):
    files, records, offset = {}, [], 0
    while (head := file.read(30))[:4] == b"PK\x03\x04":
        crc, _, size, name_length, extra_length = struct.unpack("<IIIHH", head[14:30])
        raw, extra = file.read(name_length), file.read(extra_length)
        size = struct.unpack("<Q", extra[4:12])[0] if size == MAX else size
        name, start, left, found, digest = raw.decode(), file.tell(), size, 0, hashlib.sha256()
        need(head + raw + extra == encode_record(raw, crc, size), name, "has a header that is not canonical")
        need(not records or records[-1][0] < raw, name, "is out of order")
        while left > 0:
            piece = file.read(min(left, 1 << 20))
            need(piece, name, "is cut off")
            left, found = left - len(piece), zlib.crc32(piece, found)
            digest.update(piece)
        need(found == crc, name, "its content or checksum was changed")
        files[name] = (size, digest.hexdigest(), start)
        records.append((raw, crc, size, offset))
        offset = start + size
    directory = b"".join(encode_record(*record) for record in records)
    file.seek(offset)
    expected = directory + encode_end(len(records), len(directory), offset)
    need(file.read() == expected, "container", f"its directory, from byte {offset} on, is not that of its files")
    return files

def refuse_doubles(pairs):  # section 1: a reader of the first and one of the last would see different facts
    need(len(dict(pairs)) == len(pairs), "JSON", f"has a key twice among {[key for key, _ in pairs]}")
    return dict(pairs)

def find_root(hashes):  # section 3: level by level, an odd node at the right end going up as it is
    while len(hashes) > 1:
        pairs = [b"\1" + hashes[at] + hashes[at + 1] for at in range(0, len(hashes) - 1, 2)]
        hashes = [hashlib.sha256(pair).digest() for pair in pairs] + hashes[2 * len(pairs) :]
    return hashes[0] if hashes else hashlib.sha256(b"").digest()

def read_entries(read, size):  # section 4
    for start in range(0, size, 256):
        digits, width = str(start // 256), min(256, size - start)
        groups = re.findall("...", digits.zfill(-(-len(digits) // 3) * 3))
        path = "log/tile/entries/" + "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
        data, at = read(path if width == 256 else f"{path}.p/{width}"), 0
        for _ in range(width):
            end = at + 2 + int.from_bytes(data[at : at + 2], "big")
            yield data[at + 2 : end]
            at = end
        need(at == len(data), path, "does not hold its entries and nothing else")

def verify(file, vkeys, seen):  # sections 8 and 9
    files = read_container(file)
    def read(name):
        need(name in files, name, "is missing")
        file.seek(files[name][2])
        return file.read(files[name][0])

    data = read("manifest.json")
    manifest = json.loads(data, object_pairs_hook=refuse_doubles)
    for item in manifest["files"]:
        name, found = item["name"], files.get(item["name"], (0, ""))[:2]
        need(found == (item["size"], item["sha256"]), name, f"has SHA-256 {found[1]}, not what the manifest says")
        need(not name.startswith("artifacts/") or name[10:] == found[1], name, "is not named by its hash")
    listed = [item["name"] for item in manifest["files"]] + ["manifest.json", "manifest.note"]
    need(sorted(listed) == sorted(files), "manifest.json", "does not list just the files there are")
    own = [parse_key(line) for line in read("log/vkey").decode().removesuffix("\n").split("\n")]
    keys = [parse_key(vkey) for vkey in vkeys] or own
    origin, size, root = open_checkpoint(read("log/checkpoint"), keys, "log/checkpoint")
    text, signers, count = open_note(read("manifest.note"), keys, "manifest.note")
    root64, digest = base64.b64encode(root).decode(), hashlib.sha256(data).hexdigest()
    expected = f"{origin}/package\n{size}\n{root64}\nmanifest sha256 {digest}\n"
    same = manifest["origin"] == origin and manifest["format"] == "evidentia-package/1"
    need(same and text == expected, "manifest.note", "seals another manifest or log")
    need(count == 1 and signers[0] in own and signers[0][0] == origin, "manifest.note", "has not the log's signature")
    leaves, named = [], {}
    for entry in read_entries(read, size):
        for subject in json.loads(entry, object_pairs_hook=refuse_doubles)["subject"]:
            if subject["name"].startswith("artifact:"):
                named[subject["digest"]["sha256"]] = f"log entry {len(leaves)}"
        leaves.append(hashlib.sha256(b"\0" + entry).digest())
    need(find_root(leaves) == root, "log/checkpoint", "the entries have another root: changed, moved or removed")
    carried = {name[10:] for name in files if name.startswith("artifacts/")}
    withheld = {item["sha256"] for item in manifest["withheld"]}
    for artifact in set(named) ^ (carried | withheld) | carried & withheld:
        need(False, named.get(artifact, "artifacts/"), f"{artifact} is not both in the log and carried or withheld")
    for path in seen:
        with open(path, "rb") as opened:
            other, seen_size, seen_root = open_checkpoint(opened.read(), keys, path)
        need(other == origin and seen_size <= size, path, f"ROLLBACK DETECTED: {seen_size} entries were seen")
        need(find_root(leaves[:seen_size]) == seen_root, path, f"SPLIT VIEW: the first {seen_size} entries were others")
    whose = "a key you named" if vkeys else "the key in the package, which does not show whose package it is"
    print(f"verified: {size} log entries, {len(carried)} artifacts; signed by {'+'.join(signers[0][:2])}, {whose}")

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Verify an Evidentia package offline.")
    parser.add_argument("package")
    parser.add_argument("--vkey", action="append", default=[], help="trust only this verifier key; repeatable")
    parser.add_argument("--seen", action="append", default=[], help="a checkpoint of this log seen earlier; repeatable")
    given = parser.parse_args()
    try:
        with open(given.package, "rb") as package:
            verify(package, given.vkey, given.seen)
    except Exception as error:  # whatever a hostile file brings about is a refusal
        need(False, given.package, f"is malformed ({type(error).__name__}: {error})")
