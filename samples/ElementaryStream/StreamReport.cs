using System.Buffers;

namespace ElementaryStream;

/// <summary>What the packets say: RTP headers (RFC 3550), VP8 payload descriptors (RFC 7741) and VP8 frame headers (RFC 6386).</summary>
internal sealed class StreamReport
{
    private readonly List<(uint Time, bool IsKey, int Width, int Height, int Packets, long Bytes)> _frames = [];
    private ushort? _next;

    internal int Packets { get; private set; }

    internal int Memories { get; private set; }

    internal int Lost { get; private set; }

    internal int Frames => _frames.Count;

    internal void Add(ReadOnlySequence<byte> packet, int memories)
    {
        SequenceReader<byte> reader = new(packet);
        Packets++;
        Memories += memories;
        if (!reader.TryRead(out byte first) || first >> 6 != 2 || !reader.TryRead(out _)
            || !reader.TryReadBigEndian(out short number) || !reader.TryReadBigEndian(out int time))
        {
            throw new InvalidDataException("A packet is no RTP packet.");
        }

        Lost += _next is { } expected && expected != (ushort)number ? 1 : 0;
        _next = (ushort)(number + 1);
        reader.Advance(4 + (4 * (first & 0xF))); // who sends it, and for whom
        ReadPayload(ref reader, (uint)time);
    }

    internal void Print()
    {
        foreach (var frame in _frames.Where(static f => f.IsKey))
        {
            Console.WriteLine($"at {frame.Time / 90000.0 - (_frames[0].Time / 90000.0):0.00} s a key frame of {frame.Width} x {frame.Height}: {frame.Bytes} bytes in {frame.Packets} packets");
        }
    }

    private void ReadPayload(ref SequenceReader<byte> reader, uint time)
    {
        reader.TryRead(out byte descriptor);
        if ((descriptor & 0x80) != 0)
        {
            reader.TryRead(out byte extensions);
            if ((extensions & 0x80) != 0 && reader.TryRead(out byte picture) && (picture & 0x80) != 0)
            {
                reader.Advance(1);
            }

            reader.Advance((extensions >> 6 & 1) + ((extensions & 0x30) != 0 ? 1 : 0));
        }

        long bytes = reader.Remaining;
        bool begins = (descriptor & 0x10) != 0 && (descriptor & 0x07) == 0;
        if (!begins)
        {
            var last = _frames[^1];
            _frames[^1] = last with { Packets = last.Packets + 1, Bytes = last.Bytes + bytes };
            return;
        }

        reader.TryRead(out byte tag);
        bool isKey = (tag & 1) == 0;
        short width = 0;
        short height = 0;
        if (isKey)
        {
            reader.Advance(5); // the rest of the tag, and the start code
            reader.TryReadLittleEndian(out width);
            reader.TryReadLittleEndian(out height);
        }

        _frames.Add((time, isKey, width & 0x3FFF, height & 0x3FFF, 1, bytes));
    }
}
