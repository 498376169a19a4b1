namespace GstMemInterop.Fuzz.Worlds;

internal sealed partial class World
{
    private Buffer? _mustBeWritten;

    /// <summary>A buffer was written or reshaped: memories that it is made of, held elsewhere, are the same bytes.</summary>
    private void Wrote(Buffer writer)
    {
        foreach (Buffer same in _buffers.Where(b => b != writer && b.It.DangerousHandle == writer.It.DangerousHandle))
        {
            same.Expected = writer.Expected;
        }

        int at = 0;
        foreach (GstMemoryRef memory in writer.It.Memories)
        {
            int size = (int)memory.Size;
            foreach (Memory held in _memories)
            {
                if (held.It.DangerousHandle == memory.DangerousHandle)
                {
                    held.Expected = writer.Expected.AsSpan(at, size).ToArray();
                }
            }

            at += size;
        }
    }

    /// <summary>
    /// A memory was written or resized: where one buffer is made of it, that buffer changed with it. Where two are, it must have been
    /// refused; then nothing is taken over here, and looking finds the difference.
    /// </summary>
    private void Wrote(Memory writer, byte[] before)
    {
        nint native = writer.It.DangerousHandle;
        foreach (Memory same in _memories.Where(m => m.It.DangerousHandle == native))
        {
            same.Expected = writer.Expected;
        }

        Place[] places = [.. Places().Where(p => p.IsMadeOf(native))];
        if (places.Select(static p => p.Native).Distinct().Count() == 1)
        {
            foreach (Place place in places)
            {
                place.Take(native, before.Length, writer.Expected);
            }
        }
    }

    /// <summary>Where a buffer can be: held, in a list, in a sample, in a sample's list.</summary>
    private IEnumerable<Place> Places()
    {
        foreach (Buffer buffer in _buffers)
        {
            yield return new Place(buffer.It.DangerousHandle, () => buffer.Expected, now => buffer.Expected = now);
        }

        foreach (BufferList list in _lists)
        {
            for (int i = 0; i < list.Expected.Count; i++)
            {
                int item = i;
                yield return new Place(list.It[item].DangerousHandle, () => list.Expected[item], now => list.Expected[item] = now);
            }
        }

        foreach (Sample sample in _samples)
        {
            if (sample.Expected is not null)
            {
                yield return new Place(sample.It.Buffer.DangerousHandle, () => sample.Expected, now => sample.Expected = now);
            }

            for (int i = 0; i < sample.List?.Count; i++)
            {
                int item = i;
                yield return new Place(sample.It.BufferList[item].DangerousHandle, () => sample.List[item], now => sample.List[item] = now);
            }
        }
    }

    private sealed class Place(nint native, Func<byte[]> expected, Action<byte[]> expect)
    {
        internal nint Native => native;

        internal bool IsMadeOf(nint memory) => MemoriesOf(GstBufferRef.Borrow(native)).Contains(memory);

        internal void Take(nint memory, int sizeBefore, byte[] now) => expect(Spliced(GstBufferRef.Borrow(native), expected(), memory, sizeBefore, now));
    }

    private static byte[] Spliced(GstBufferRef buffer, byte[] old, nint memory, int sizeBefore, byte[] now)
    {
        List<byte> all = [];
        int at = 0;
        foreach (GstMemoryRef part in buffer.Memories)
        {
            int size = part.DangerousHandle == memory ? sizeBefore : (int)part.Size;
            all.AddRange(part.DangerousHandle == memory ? now : old.AsSpan(at, size));
            at += size;
        }

        return [.. all];
    }

    private static List<nint> MemoriesOf(GstBufferRef buffer)
    {
        List<nint> memories = [];
        foreach (GstMemoryRef memory in buffer.Memories)
        {
            memories.Add(memory.DangerousHandle);
        }

        return memories;
    }

    /// <summary>
    /// From here on the step may not be refused, where that is promised: nobody writes, this holder has nothing open, and the
    /// allocators do what they are asked.
    /// </summary>
    private void MustBeWritten(Buffer buffer)
    {
        List<nint> memories = MemoriesOf(buffer.It.Borrow());
        bool own = _open.Any(o => o.Native == buffer.It.DangerousHandle || memories.Contains(o.Native));
        bool reliable = (_script.Mood & (Mood.Refusing | Mood.Throwing)) == 0;
        if (reliable && _writers == 0 && !own && !_nested.Contains(buffer.It.DangerousHandle) && !_nested.Any(memories.Contains) && buffer.It.IsWritable)
        {
            _mustBeWritten = buffer;
        }
    }

    /// <summary>Steps that run while a mapping in this scope is open.</summary>
    private void Nest(nint native, bool writes, int steps)
    {
        _mustBeWritten = null;
        Step mine = _step;
        _nested.Add(native);
        _writers += writes ? 1 : 0;
        _depth++;
        try
        {
            for (int i = 0; i < steps % 4 && _depth < 6 && _next < _script.Steps.Count; i++)
            {
                Next();
            }
        }
        finally
        {
            _depth--;
            _writers -= writes ? 1 : 0;
            _nested.Remove(native);
        }

        _step = mine;
    }

    private readonly List<nint> _nested = [];
}
