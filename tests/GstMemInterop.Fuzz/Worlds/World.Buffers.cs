namespace GstMemInterop.Fuzz.Worlds;

internal sealed partial class World
{
    /// <summary>Does one step; answers whether memories of a buffer may be others afterwards.</summary>
    private bool Do(Step step)
    {
        if (step.Verb >= Verb.NewList && step.Verb <= Verb.DisposeSample)
        {
            return DoWithCollections(step.Verb);
        }

        if (step.Verb >= Verb.ShareMemory && step.Verb <= Verb.DisposeMemory)
        {
            return DoWithMemory(step.Verb);
        }

        if (step.Verb >= Verb.MapRead && step.Verb <= Verb.PinOpen)
        {
            return DoWithMapping(step.Verb);
        }

        byte[] bytes = Bytes(A, B % 60);
        switch (step.Verb)
        {
            case Verb.NewBuffer:
                return Add(Many(1 + (A % 4), bytes), [.. Enumerable.Repeat(bytes, 1 + (A % 4)).SelectMany(static b => b)]);
            case Verb.NewMemory:
                return Add(GstMemory.CopyOf(bytes), bytes);
            case Verb.WrapArray:
                _wrapped++;
                return Add(GstBuffer.Wrap(bytes.AsMemory().ToArray().AsMemory(), () => Interlocked.Increment(ref _released)), bytes);
            case Verb.WrapReadOnly:
                _wrapped++;
                return Add(GstBuffer.Wrap((ReadOnlyMemory<byte>)bytes.ToArray(), () => Interlocked.Increment(ref _released)), bytes);
            case Verb.AllocateBuffer:
                GstBuffer allocated = GstBuffer.Allocate((nuint)bytes.Length, _allocator, new AllocationParams { Prefix = (nuint)(C % 9), Padding = (nuint)(C % 5) });
                return Filled(allocated, bytes);
            case Verb.AllocateMemory:
                GstMemory memory = _allocator.Allocate((nuint)bytes.Length, new AllocationParams { Prefix = (nuint)(C % 9), Padding = (nuint)(C % 5), Flags = GstMemoryFlags.ZeroPrefixed });
                return FilledMemory(memory, bytes);
            case Verb.BufferOfMemory when Pick(_memories, A) is { } given:
                _memories.Remove(given);
                return Add(GstBuffer.Of(given.It), given.Expected);
            case Verb.HandToReader when _reader is not null && Pick(_buffers, A) is { } seen:
                _handed.UnionWith(MemoriesOf(seen.It.Borrow()));
                _reader.Hand(B % 2 == 0 ? seen.It.Copy() : seen.It.Retain(), seen.Expected);
                return false;
        }

        return Pick(_buffers, A) is { } buffer && DoWithBuffer(step.Verb, buffer);
    }

    private bool DoWithBuffer(Verb verb, Buffer buffer)
    {
        GstBuffer it = buffer.It;
        byte[] now = buffer.Expected;
        int memories = it.MemoryCount;
        int offset = B % (now.Length + 1);
        int length = C % (now.Length - offset + 1);
        int first = memories == 0 ? 0 : B % memories;
        int count = memories == 0 ? 0 : 1 + (C % (memories - first));
        (int start, int size) = Range(it, first, count);
        byte[] bytes = Bytes(B + C, C % 40);
        switch (verb)
        {
            case Verb.AppendMemory:
                MustBeWritten(buffer);
                it.AppendMemory(GstMemory.CopyOf(bytes));
                return Now(buffer, [.. now, .. bytes]);
            case Verb.InsertMemory:
                (_, int before) = Range(it, 0, first);
                it.InsertMemory(first, GstMemory.CopyOf(bytes));
                return Now(buffer, [.. now[..before], .. bytes, .. now[before..]]);
            case Verb.RemoveMemories when memories > 0:
                it.RemoveMemories(first, count);
                return Now(buffer, [.. now[..start], .. now[(start + size)..]]);
            case Verb.ReplaceMemories when memories > 0:
                it.ReplaceMemories(first, count, GstMemory.CopyOf(bytes));
                return Now(buffer, [.. now[..start], .. bytes, .. now[(start + size)..]]);
            case Verb.ReplaceAllMemories:
                it.ReplaceAllMemories(GstMemory.CopyOf(bytes));
                return Now(buffer, bytes);
            case Verb.GetMemory when memories > 0:
                (start, size) = Range(it, first, 1);
                return Add(it.GetMemory(first), now.AsSpan(start, size).ToArray());
            case Verb.GetMemories when memories > 0:
                return Add(it.GetMemories(first, count), now.AsSpan(start, size).ToArray());
            case Verb.GiveMemory when Pick(_memories, B) is { } given:
                _memories.Remove(given);
                if (C % 2 == 0 || memories == 0)
                {
                    it.AppendMemory(given.It);
                    return Now(buffer, [.. now, .. given.Expected]);
                }

                (start, size) = Range(it, first, 1);
                it.ReplaceMemory(first, given.It);
                return Now(buffer, [.. now[..start], .. given.Expected, .. now[(start + size)..]]);
            case Verb.AppendShare when memories > 0:
                (start, size) = Range(it, first, 1);
                it.AppendMemory(it.PeekMemory(first).Share(0, (nuint)size));
                return Now(buffer, [.. now, .. now.AsSpan(start, size)]);
            case Verb.AppendBuffer when Pick(_buffers, B) is { } other && other != buffer:
                _buffers.Remove(other);
                it.Append(other.It);
                return Now(buffer, [.. now, .. other.Expected]);
            case Verb.AppendRegion when Pick(_buffers, B) is { } part && part != buffer:
                _buffers.Remove(part);
                int from = C % (part.Expected.Length + 1);
                it.AppendRegion(part.It, (nuint)from, (nuint)(part.Expected.Length - from));
                return Now(buffer, [.. now, .. part.Expected[from..]]);
            case Verb.CopyInto when Pick(_buffers, B) is { } target:
                it.CopyInto(target.It.Borrow(), GstBufferCopyFlags.Memory | (C % 3 == 0 ? GstBufferCopyFlags.Merge : 0), 0, (nuint)now.Length);
                return Now(target, [.. target.Expected, .. now]);
            case Verb.CopyBuffer:
                return Add(it.Copy(), now);
            case Verb.CopyDeep:
                return Add(it.CopyDeep(), now);
            case Verb.CopyRegion:
                return Add(it.CopyRegion(GstBufferCopyFlags.Memory | (A % 2 == 0 ? GstBufferCopyFlags.Deep : 0), (nuint)offset, (nuint)length), now.AsSpan(offset, length).ToArray());
            case Verb.DuplicateBuffer:
                return Add(it.Retain(), now);
            case Verb.DetachAndAdopt:
                _buffers.Remove(buffer);
                return Add(GstBuffer.Adopt(it.DangerousDetach()), now);
            case Verb.Resize:
                it.Resize(offset, (nuint)length);
                return Now(buffer, now.AsSpan(offset, length).ToArray());
            case Verb.SetSize:
                it.SetSize((nuint)offset);
                return Now(buffer, now[..offset]);
            case Verb.ResizeMemories when memories > 0:
                int cut = A % (size + 1);
                int kept = B % (size - cut + 1);
                it.ResizeMemories(first, count, cut, (nuint)kept);
                return Now(buffer, [.. now[..start], .. now.AsSpan(start + cut, kept), .. now[(start + size)..]]);
            case Verb.Fill:
                MustBeWritten(buffer);
                byte[] source = Bytes(C, length);
                AllOrSome(buffer, () => it.Fill((nuint)offset, source));
                return Now(buffer, [.. now[..offset], .. source, .. now[(offset + length)..]]);
            case Verb.Set:
                MustBeWritten(buffer);
                AllOrSome(buffer, () => it.Set((nuint)offset, (byte)C, (nuint)length));
                return Now(buffer, [.. now[..offset], .. Enumerable.Repeat((byte)C, length), .. now[(offset + length)..]]);
            case Verb.Extract:
                Same("an extract", it.ToArray((nuint)offset, (nuint)length), now.AsSpan(offset, length));
                return false;
            case Verb.Compare:
                if (it.Compare((nuint)offset, now.AsSpan(offset, length)) != 0)
                {
                    throw new FindingException("a buffer is not equal to its own bytes");
                }

                return false;
            case Verb.HexDump:
                _ = it.ToHexDump();
                return false;
            case Verb.MakeWritable:
                it.MakeWritable();
                return true;
            case Verb.Unwrap:
                if (!it.TryUnwrap(out byte[]? array))
                {
                    return false;
                }

                Same("an unwrapped array", array, now);
                _buffers.Remove(buffer);
                return true;
            case Verb.DisposeBuffer:
                _buffers.Remove(buffer);
                it.Dispose();
                return true;
            default:
                return false;
        }
    }

    /// <summary>A write that goes memory by memory over an allocator that may refuse any of its maps: what was written is written.</summary>
    private void AllOrSome(Buffer buffer, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (IsRefusal(exception) && (_script.Mood & (Mood.Refusing | Mood.Throwing)) != 0 && _writers == 0)
        {
            _allocator.IsCalm = true;
            Now(buffer, buffer.It.ToArray());
            _allocator.IsCalm = false;
            throw;
        }
    }

    private bool Now(Buffer buffer, byte[] bytes)
    {
        buffer.Expected = bytes;
        Wrote(buffer);
        if (bytes.Length > MaxBytes)
        {
            _buffers.Remove(buffer);
            buffer.It.Dispose();
        }

        return true;
    }

    private bool Add(GstBuffer buffer, byte[] expected)
    {
        Make(_buffers, static b => b.It.Dispose());
        _buffers.Add(new Buffer(buffer, expected));
        return true;
    }

    private bool Filled(GstBuffer buffer, byte[] bytes)
    {
        Buffer holder = new(buffer, new byte[bytes.Length]);
        _allocator.IsCalm = true;
        buffer.Fill(0, bytes);
        _allocator.IsCalm = false;
        holder.Expected = bytes;
        return Add(holder.It, bytes);
    }

    /// <summary>Where there is no room any more the oldest goes.</summary>
    private static void Make<T>(List<T> holders, Action<T> dispose)
    {
        while (holders.Count >= Room)
        {
            T oldest = holders[0];
            holders.RemoveAt(0);
            dispose(oldest);
        }
    }

    private static T? Pick<T>(List<T> holders, int number) where T : class => holders.Count == 0 ? null : holders[number % holders.Count];

    private static (int Start, int Size) Range(GstBuffer buffer, int first, int count)
    {
        int start = 0;
        int size = 0;
        for (int i = 0; i < first + count; i++)
        {
            (start, size) = i < first ? (start + (int)buffer.PeekMemory(i).Size, 0) : (start, size + (int)buffer.PeekMemory(i).Size);
        }

        return (start, size);
    }

    private static GstBuffer Many(int memories, byte[] bytes)
    {
        GstBuffer buffer = GstBuffer.Create();
        for (int i = 0; i < memories; i++)
        {
            buffer.AppendMemory(GstMemory.CopyOf(bytes));
        }

        return buffer;
    }

    private static byte[] Bytes(int seed, int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((seed * 31) + (i * 7)))];
}
