using System.Buffers;

namespace GstMemInterop.Fuzz.Worlds;

internal sealed partial class World
{
    private bool DoWithMapping(Verb verb)
    {
        if (verb is Verb.EndOpen or Verb.PinOpen)
        {
            return Pick(_open, A) is { } open && End(open, verb == Verb.PinOpen);
        }

        if (Pick(_buffers, A) is not { } buffer)
        {
            return false;
        }

        GstBuffer it = buffer.It;
        byte[] now = buffer.Expected;
        int memories = it.MemoryCount;
        int first = memories == 0 ? 0 : B % memories;
        int count = memories == 0 ? 0 : 1 + (C % (memories - first));
        (int start, int size) = Range(it, first, count);
        switch (verb)
        {
            case Verb.MapRead:
                using (ReadMapping mapping = it.MapRead())
                {
                    Reading(mapping, it.DangerousHandle, now);
                }

                return true;
            case Verb.MapBorrowed:
                using (ReadMapping mapping = it.Borrow().MapRead())
                {
                    Same("a borrowed mapping", mapping.Span, now);
                }

                return false;
            case Verb.MapReadRange when memories > 0:
                using (ReadMapping mapping = it.MapRead(first, count))
                {
                    Reading(mapping, it.DangerousHandle, now.AsSpan(start, size).ToArray());
                }

                return true;
            case Verb.MapContiguous:
                if (it.TryMapContiguous(out ReadMapping one))
                {
                    using (one)
                    {
                        Same("a contiguous mapping", one.Span, now);
                    }
                }

                return false;
            case Verb.MapWrite:
                MustBeWritten(buffer);
                using (WriteMapping mapping = it.MapWrite())
                {
                    Writing(mapping, buffer, 0, now.Length);
                }

                return true;
            case Verb.MapWriteRange when memories > 0:
                MustBeWritten(buffer);
                using (WriteMapping mapping = it.MapWrite(first, count))
                {
                    Writing(mapping, buffer, start, size);
                }

                return true;
            case Verb.PeekAndMapRead when memories > 0:
                (start, size) = Range(it, first, 1);
                using (ReadMapping mapping = it.PeekMemory(first).MapRead())
                {
                    Reading(mapping, it.DangerousHandle, now.AsSpan(start, size).ToArray());
                }

                return true;
            case Verb.PeekAndMapWrite when memories > 0:
                (start, size) = Range(it, first, 1);
                using (WriteMapping mapping = it.PeekMemory(first).MapWrite())
                {
                    Writing(mapping, buffer, start, size);
                }

                return true;
            case Verb.MapEachRead:
                int at = 0;
                foreach (ReadMapping part in it.MapEachRead())
                {
                    Same("each", part.Span, now.AsSpan(at, part.Span.Length));
                    at += part.Span.Length;
                }

                return false;
            case Verb.MapEachWrite:
                MustBeWritten(buffer);
                at = 0;
                foreach (WriteMapping part in it.MapEachWrite())
                {
                    Same("each", part.Span, now.AsSpan(at, part.Span.Length));
                    Flip(part.Span);
                    byte[] after = [.. buffer.Expected];
                    Flip(after.AsSpan(at, part.Span.Length));
                    Now(buffer, after);
                    at += part.Span.Length;
                }

                return true;
            default:
                return OpenOne(verb, buffer, it, now);
        }
    }

    private bool OpenOne(Verb verb, Buffer buffer, GstBuffer it, byte[] now)
    {
        Make(_open, o => End(o, pin: false));
        switch (verb)
        {
            case Verb.MapReadOwned:
                OwnedReadMapping reading = it.MapReadOwned();
                Same("an owned mapping", reading.Memory.Span, now);
                _open.Add(new Open(reading, it.DangerousHandle, writes: false, () => reading.Memory.ToArray(), now));
                return false;
            case Verb.MapWriteOwned:
                MustBeWritten(buffer);
                OwnedMapping writing = it.MapWriteOwned();
                _mustBeWritten = null;
                Same("an owned mapping", writing.GetSpan(), now);
                Flip(writing.GetSpan());
                byte[] all = writing.GetSpan().ToArray();
                Now(buffer, all);
                _writers++;
                _open.Add(new Open(writing, it.DangerousHandle, writes: true, () => writing.GetSpan().ToArray(), all));
                return true;
            case Verb.MapSequence:
                MappedSequence sequence = it.MapSequence();
                Same("a sequence", sequence.Sequence.ToArray(), now);
                _open.Add(new Open(sequence, it.DangerousHandle, writes: false, () => sequence.Sequence.ToArray(), now));
                return false;
            case Verb.OpenRead:
                using (Stream stream = it.OpenRead())
                {
                    byte[] read = new byte[now.Length];
                    stream.ReadExactly(read);
                    Same("a stream", read, now);
                }

                return false;
            case Verb.OpenReadWrite:
                using (Stream stream = it.OpenReadWrite())
                {
                    // A stream that fails has written what its position says.
                    byte[] source = Bytes(C, Math.Min(now.Length, B % 50));
                    int written = 0;
                    try
                    {
                        stream.Write(source);
                        written = source.Length;
                    }
                    catch (Exception exception) when (IsRefusal(exception))
                    {
                        written = (int)stream.Position;
                    }

                    Now(buffer, [.. source[..written], .. now[written..]]);
                }

                return true;
            default:
                return false;
        }
    }

    private bool End(Open open, bool pin)
    {
        if (pin && open.Pin is null && open.It is OwnedMapping mapping)
        {
            open.Pin = mapping.Pin();
            return false;
        }

        _open.Remove(open);
        _writers -= open.Writes ? 1 : 0;
        open.It.Dispose();
        open.Pin?.Dispose();
        open.It.Dispose();
        return false;
    }

    private void Reading(ReadMapping mapping, nint native, byte[] expected)
    {
        Same("a mapping", mapping.Span, expected);
        Nest(native, writes: false, C);
        Same("a mapping after other steps", mapping.Span, expected);
    }

    private void Writing(WriteMapping mapping, Buffer buffer, int start, int size)
    {
        _mustBeWritten = null;
        Same("a mapping", mapping.Span, buffer.Expected.AsSpan(start, size));
        Flip(mapping.Span);
        byte[] written = mapping.Span.ToArray();
        Now(buffer, [.. buffer.Expected[..start], .. written, .. buffer.Expected[(start + size)..]]);
        Nest(buffer.It.DangerousHandle, writes: true, C);
        Same("a mapping after other steps", mapping.Span, written);
    }
}
