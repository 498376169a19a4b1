namespace GstMemInterop.Fuzz.Worlds;

internal sealed partial class World
{
    private bool DoWithMemory(Verb verb)
    {
        if (Pick(_memories, A) is not { } memory)
        {
            return false;
        }

        // A memory taken out of a buffer is the same bytes as in it, and in the copies of that buffer that did not write: whoever holds
        // one may write it as soon as one buffer alone is made of it, whichever that is. That is said, and is not for another thread to see.
        if (_handed.Contains(memory.It.DangerousHandle) && verb is Verb.MapMemoryWrite or Verb.MakeMapped or Verb.FillMemory or Verb.ResizeMemory)
        {
            return false;
        }

        GstMemory it = memory.It;
        byte[] now = memory.Expected;
        int offset = B % (now.Length + 1);
        int length = C % (now.Length - offset + 1);
        switch (verb)
        {
            case Verb.ShareMemory:
                return Add(it.Share((nuint)offset, (nuint)length), now.AsSpan(offset, length).ToArray());
            case Verb.ShareBlock:
                return Add(it.ShareBlock(it.Offset + (nuint)offset, (nuint)length), now.AsSpan(offset, length).ToArray());
            case Verb.CopyMemory:
                return Add(it.Copy((nuint)offset, (nuint)length), now.AsSpan(offset, length).ToArray());
            case Verb.CopyBlock:
                return Add(it.CopyBlock(it.Offset + (nuint)offset, (nuint)length), now.AsSpan(offset, length).ToArray());
            case Verb.ResizeMemory:
                it.Resize(offset, (nuint)length);
                return Now(memory, now.AsSpan(offset, length).ToArray());
            case Verb.MakeMemoryWritable:
                it.MakeWritable();
                return true;
            case Verb.MapMemoryRead:
                using (ReadMapping mapping = it.MapRead())
                {
                    Same("a mapped memory", mapping.Span, now);
                    Nest(it.DangerousHandle, writes: false, C);
                    Same("a mapped memory after other steps", mapping.Span, now);
                }

                return true;
            case Verb.MapMemoryWrite:
            case Verb.MakeMapped:
                nint before = it.DangerousHandle;
                using (WriteMapping mapping = verb == Verb.MakeMapped ? it.MakeMappedWrite() : it.MapWrite())
                {
                    Same("a mapped memory", mapping.Span, now);
                    Flip(mapping.Span);
                    byte[] written = mapping.Span.ToArray();
                    Now(memory, written);
                    Nest(it.DangerousHandle, writes: true, C);
                    Same("a mapped memory after other steps", mapping.Span, written);
                }

                return true;
            case Verb.MapMemoryBlock:
                using (ReadMapping mapping = it.MapReadBlock())
                {
                    Same("the visible part of a block", mapping.Slice(it.Offset, now.Length), now);
                }

                return false;
            case Verb.FillMemory:
                byte[] source = Bytes(C, length);
                it.Fill((nuint)offset, source);
                return Now(memory, [.. now[..offset], .. source, .. now[(offset + length)..]]);
            case Verb.DuplicateMemory:
                return Add(it.Retain(), now);
            case Verb.DisposeMemory:
                _memories.Remove(memory);
                it.Dispose();
                return true;
            default:
                return false;
        }
    }

    private bool Now(Memory memory, byte[] bytes)
    {
        byte[] before = memory.Expected;
        memory.Expected = bytes;
        Wrote(memory, before);
        return true;
    }

    private bool Add(GstMemory memory, byte[] expected)
    {
        Make(_memories, static m => m.It.Dispose());
        _memories.Add(new Memory(memory, expected));
        return true;
    }

    private bool FilledMemory(GstMemory memory, byte[] bytes)
    {
        _allocator.IsCalm = true;
        memory.Fill(0, bytes);
        _allocator.IsCalm = false;
        return Add(memory, bytes);
    }

    private static void Flip(Span<byte> bytes)
    {
        foreach (ref byte b in bytes)
        {
            b ^= 0x5A;
        }
    }
}
