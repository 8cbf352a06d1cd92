"""Parses an mbox-like stream of messages with Python's email package: prints the number with defects, and what they are.

Input: for each message its length in octets as a decimal line, then the octets. Checks what RFC 5322 and RFC 5321 ask of the
octets themselves too: lines, line ends, folding.
"""
import sys
from email import message_from_bytes, policy

defects = 0
count = 0
stream = sys.stdin.buffer
while True:
    head = stream.readline()
    if not head:
        break
    octets = stream.read(int(head))
    count += 1
    problems = []
    message = message_from_bytes(octets, policy=policy.SMTP)
    for part in message.walk():
        problems += [repr(defect) for defect in part.defects]
        for name in part.keys():
            problems += [f"{name}: {defect!r}" for defect in part[name].defects]
        if not part.is_multipart():
            part.get_content()
    header = octets.split(b"\r\n\r\n", 1)[0]
    lines = octets.split(b"\r\n")
    if any(len(line) > 998 for line in lines):
        problems.append("a line of more than 998 octets")
    if any(len(line) > 78 and b" " in line.lstrip(b" ").split(b": ", 1)[-1] for line in header.split(b"\r\n")):
        problems.append("a header line of more than 78 octets that could be folded")
    bare = octets.replace(b"\r\n", b"")
    if b"\r" in bare or b"\n" in bare:
        problems.append("a bare CR or LF")
    if any(line.startswith(b".") for line in lines):
        problems.append("a line that opens with a dot")
    if problems:
        defects += 1
        if defects <= 5:
            print(problems[:3], octets[:400], file=sys.stderr)
print(count, defects)
