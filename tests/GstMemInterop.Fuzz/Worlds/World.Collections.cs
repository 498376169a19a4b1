namespace GstMemInterop.Fuzz.Worlds;

internal sealed partial class World
{
    private bool DoWithCollections(Verb verb)
    {
        if (verb >= Verb.NewSample)
        {
            return DoWithSample(verb);
        }

        if (verb == Verb.NewList)
        {
            return Add(GstBufferList.Create(), []);
        }

        if (Pick(_lists, A) is not { } list)
        {
            return false;
        }

        GstBufferList it = list.It;
        List<byte[]> now = list.Expected;
        int index = now.Count == 0 ? 0 : B % now.Count;
        switch (verb)
        {
            case Verb.ListAdd when Take(B) is { } added:
                it.Add(added.It);
                now.Add(added.Expected);
                return true;
            case Verb.ListInsert when Take(B) is { } inserted:
                it.Insert(index, inserted.It);
                now.Insert(index, inserted.Expected);
                return true;
            case Verb.ListReplace when now.Count > 0 && Take(C) is { } replacement:
                it.Replace(index, replacement.It);
                now[index] = replacement.Expected;
                return true;
            case Verb.ListRemove when now.Count > 0:
                it.RemoveAt(index);
                now.RemoveAt(index);
                return true;
            case Verb.ListTake when now.Count > 0:
                GstBuffer taken = it.TakeAt(index);
                byte[] bytes = now[index];
                now.RemoveAt(index);
                return Add(taken, bytes);
            case Verb.ListWrite when now.Count > 0:
                GstBufferRef writable = it.GetWritable(index);
                using (WriteMapping mapping = writable.MapWrite())
                {
                    Same("a list's item", mapping.Span, now[index]);
                    Flip(mapping.Span);
                    now[index] = mapping.Span.ToArray();
                }

                WroteItem(writable, now[index]);
                return true;
            case Verb.ListDrain:
                GstBuffer[] drained = it.Drain();
                for (int i = 0; i < drained.Length; i++)
                {
                    Add(drained[i], now[i]);
                }

                now.Clear();
                return true;
            case Verb.ListForEach:
                return ForEach(it, now);
            case Verb.ListCopy:
                return Add(it.Copy(), [.. now]);
            case Verb.ListCopyDeep:
                return Add(it.CopyDeep(), [.. now]);
            case Verb.ListDuplicate:
                // Two wrappers of one list: neither may change it, so the expectation stays each one's own.
                return Add(it.Retain(), [.. now]);
            case Verb.ListMakeWritable:
                it.MakeWritable();
                return true;
            case Verb.DisposeList:
                _lists.Remove(list);
                it.Dispose();
                return true;
            default:
                return false;
        }
    }

    private bool ForEach(GstBufferList list, List<byte[]> now)
    {
        int at = 0;
        list.ForEach((ref GstBufferListItem item) =>
        {
            _allocator.IsCalm = true;
            Same("the item handed to ForEach", item.Buffer, now[at]);
            _allocator.IsCalm = false;
            if (!list.IsWritable)
            {
                at++;
                return true;
            }

            switch ((B + at + now.Count) % 4)
            {
                case 0:
                    item.Remove();
                    now.RemoveAt(at);
                    break;
                case 1:
                    byte[] bytes = Bytes(C, 7);
                    item.Replace(GstBuffer.CopyOf(bytes));
                    now[at++] = bytes;
                    break;
                case 2:
                    item.Take().Dispose();
                    now.RemoveAt(at);
                    break;
                default:
                    at++;
                    break;
            }

            return now.Count < 50;
        });
        return true;
    }

    private bool DoWithSample(Verb verb)
    {
        if (verb == Verb.NewSample)
        {
            Buffer? content = Pick(_buffers, A);
            Make(_samples, static s => s.It.Dispose());
            _samples.Add(new Sample(GstSample.Create(content?.It), content?.Expected, null));
            return false;
        }

        if (Pick(_samples, A) is not { } sample)
        {
            return false;
        }

        GstSample it = sample.It;
        switch (verb)
        {
            case Verb.SampleSetBuffer:
                Buffer? content = C % 4 == 0 ? null : Pick(_buffers, B);
                it.SetBuffer(content?.It);
                sample.Expected = content?.Expected;
                return false;
            case Verb.SampleSetList:
                BufferList? list = C % 4 == 0 ? null : Pick(_lists, B);
                it.SetBufferList(list?.It);
                sample.List = list is null ? null : [.. list.Expected];
                return false;
            case Verb.SampleCopy:
                GstSample copy = it.Copy();
                Make(_samples, static s => s.It.Dispose());
                _samples.Add(new Sample(copy, sample.Expected, sample.List is null ? null : [.. sample.List]));
                return false;
            case Verb.SampleMakeWritable:
                it.MakeWritable();
                return true;
            case Verb.SampleRetainBuffer when sample.Expected is { } bytes:
                return Add(it.Buffer.Retain(), bytes);
            case Verb.DisposeSample:
                _samples.Remove(sample);
                it.Dispose();
                return true;
            default:
                return false;
        }
    }

    /// <summary>A buffer that goes into a list; a call that gives it away does so also when it throws.</summary>
    private Buffer? Take(int number)
    {
        Buffer? buffer = Pick(_buffers, number);
        if (buffer is not null)
        {
            _buffers.Remove(buffer);
        }

        return buffer;
    }

    private bool Add(GstBufferList list, List<byte[]> expected)
    {
        Make(_lists, static l => l.It.Dispose());
        _lists.Add(new BufferList(list, expected));
        return true;
    }

    private void WroteItem(GstBufferRef item, byte[] bytes)
    {
        int at = 0;
        foreach (GstMemoryRef memory in item.Memories)
        {
            int size = (int)memory.Size;
            foreach (Memory held in _memories)
            {
                if (held.It.DangerousHandle == memory.DangerousHandle)
                {
                    held.Expected = bytes.AsSpan(at, size).ToArray();
                }
            }

            at += size;
        }
    }
}
