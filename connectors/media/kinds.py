"""What a file is, by its first bytes and never by its name or announced type. Pure."""

from __future__ import annotations

from enum import StrEnum

HEAD_BYTES = 16  # enough for every kind below


class AudioKind(StrEnum):
    """A kind of sound that people's telephones record; the value is the demuxer of ffmpeg that may read it, and no other may."""

    OGG = "ogg"  # voice notes of Telegram and WhatsApp (Opus), Firefox
    WEBM = "matroska"  # Chrome
    MP4 = "mov"  # iPhones, round video messages
    MP3 = "mp3"
    AMR = "amr"
    AAC = "aac"
    WAV = "wav"


def audio_kind(head: bytes) -> AudioKind | None:
    """The kind of sound that begins with these bytes; None for all else.

    >>> audio_kind(b"OggS" + bytes(12)), audio_kind(b"PK" + bytes(14)), audio_kind(b"")
    (<AudioKind.OGG: 'ogg'>, None, None)
    """
    if head[4:8] == b"ftyp":
        return AudioKind.MP4
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return AudioKind.WAV
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:  # ADTS: twelve sync bits, layer 0
        return AudioKind.AAC
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:  # MPEG layer III
        return AudioKind.MP3
    return None


_STARTS = (
    (b"OggS", AudioKind.OGG),
    (b"\x1a\x45\xdf\xa3", AudioKind.WEBM),
    (b"ID3", AudioKind.MP3),
    (b"#!AMR", AudioKind.AMR),
)
