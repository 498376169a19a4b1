using System.Globalization;

namespace GstMemInterop.Tests.Properties;

/// <summary>One step of a random program over a buffer. The numbers are taken modulo whatever is possible at that moment.</summary>
public enum Verb
{
    Append, Insert, Remove, Replace, ReplaceRange, Fill, Set, SetSize, CutFront, MapWhole, MapRange, MapOneMemory,
    Retain, ShallowCopy, Region, AppendShare, CopyInto, Extract, Compare, ResizeRange, AppendRegion, MapEach, FillOneMemory,
}

/// <summary>A verb with its raw numbers.</summary>
public readonly record struct Step(Verb Verb, int A, int B)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Verb}({A}, {B})");
}

/// <summary>Runs steps on a real buffer and on a plain list of bytes, and compares after each.</summary>
internal sealed class BufferProgram : IDisposable
{
    private readonly GstBuffer _buffer = GstBuffer.Create();
    private readonly List<byte> _model = [];
    private readonly List<(GstBuffer Buffer, byte[] Expected)> _others = [];

    internal static string? FirstDifference(IReadOnlyList<Step> steps)
    {
        using BufferProgram program = new();
        for (int i = 0; i < steps.Count; i++)
        {
            program.Run(steps[i]);
            string? difference = program.Differs();
            if (difference is not null)
            {
                return $"after step {i + 1} of [{string.Join(", ", steps)}]: {difference}";
            }
        }

        return null;
    }

    public void Dispose()
    {
        _buffer.Dispose();
        _others.ForEach(static o => o.Buffer.Dispose());
    }

    private void Run(Step step)
    {
        // What others hold must not change under them: writing verbs begin as a user would.
        _buffer.MakeWritable();
        int size = _model.Count;
        int memories = _buffer.MemoryCount;
        int offset = Modulo(step.A, size + 1);
        int length = Modulo(step.B, size - offset + 1);
        byte[] bytes = Bytes(step.A, Modulo(step.B, 9));
        switch (step.Verb)
        {
            case Verb.Append:
                _buffer.AppendMemory(GstMemory.CopyOf(bytes));
                _model.AddRange(bytes);
                break;
            case Verb.Insert:
                int at = Modulo(step.A, memories + 1);
                int position = Start(at);
                _buffer.InsertMemory(at, GstMemory.CopyOf(bytes));
                _model.InsertRange(position, bytes);
                break;
            case Verb.Remove when memories > 0:
                int gone = Modulo(step.A, memories);
                _model.RemoveRange(Start(gone), (int)_buffer.PeekMemory(gone).Size);
                _buffer.RemoveMemory(gone);
                break;
            case Verb.Replace when memories > 0:
                ReplaceRange(Modulo(step.A, memories), 1, bytes);
                break;
            case Verb.ReplaceRange when memories > 0:
                int first = Modulo(step.A, memories);
                ReplaceRange(first, 1 + Modulo(step.B, memories - first), bytes);
                break;
            case Verb.Fill:
                byte[] source = Bytes(step.A + 1, length);
                _buffer.Fill((nuint)offset, source);
                Overwrite(offset, source);
                break;
            case Verb.Set:
                _buffer.Set((nuint)offset, (byte)step.B, (nuint)length);
                Overwrite(offset, [.. Enumerable.Repeat((byte)step.B, length)]);
                break;
            case Verb.SetSize:
                _buffer.SetSize((nuint)offset);
                _model.RemoveRange(offset, size - offset);
                break;
            case Verb.CutFront:
                _buffer.Resize(offset, (nuint)length);
                _model.RemoveRange(offset + length, size - offset - length);
                _model.RemoveRange(0, offset);
                break;
            case Verb.MapWhole:
                using (WriteMapping map = _buffer.MapWrite())
                {
                    Flip(map.Span, 0);
                }

                break;
            case Verb.MapRange when memories > 0:
                int from = Modulo(step.A, memories);
                int count = Modulo(step.B, memories - from + 1);
                int start = Start(from);
                using (WriteMapping map = _buffer.MapWrite(from, count))
                {
                    Flip(map.Span, start);
                }

                break;
            case Verb.MapOneMemory when memories > 0:
                int one = Modulo(step.A, memories);
                if (_buffer.PeekMemory(one).TryMapWrite(out WriteMapping alone))
                {
                    Flip(alone.Span, Start(one));
                    alone.Dispose();
                }

                break;
            case Verb.Retain:
                Remember(_buffer.Retain());
                break;
            case Verb.ShallowCopy:
                Remember(_buffer.Copy());
                break;
            case Verb.Region:
                _others.Add((_buffer.CopyRegion(GstBufferCopyFlags.None, (nuint)offset, (nuint)length), [.. _model.GetRange(offset, length)]));
                break;
            case Verb.AppendShare when memories > 0 && size < 4096:
                int shared = Modulo(step.A, memories);
                int sharedStart = Start(shared);
                nuint sharedSize = _buffer.PeekMemory(shared).Size;
                _buffer.AppendMemory(_buffer.PeekMemory(shared).Share(0, sharedSize));
                _model.AddRange(_model.GetRange(sharedStart, (int)sharedSize));
                break;
            case Verb.CopyInto when _others.Count > 0 && size < 4096:
                (GstBuffer other, byte[] expected) = _others[Modulo(step.A, _others.Count)];
                other.CopyInto(_buffer.Borrow(), GstBufferCopyFlags.Memory, 0, (nuint)expected.Length);
                _model.AddRange(expected);
                break;
            case Verb.AppendRegion when _others.Count > 0 && size < 4096:
                (GstBuffer whole, byte[] all) = _others[Modulo(step.A, _others.Count)];
                int regionStart = Modulo(step.A, all.Length + 1);
                int regionLength = Modulo(step.B, all.Length - regionStart + 1);
                _buffer.AppendRegion(whole.Retain(), (nuint)regionStart, (nuint)regionLength);
                _model.AddRange(all.AsSpan(regionStart, regionLength));
                break;
            case Verb.ResizeRange when memories > 0:
                ResizeRange(Modulo(step.A, memories), step.A, step.B);
                break;
            case Verb.MapEach:
                int partStart = 0;
                foreach (WriteMapping part in _buffer.MapEachWrite())
                {
                    Flip(part.Span, partStart);
                    partStart += part.Span.Length;
                }

                Assert.Equal(memories, _buffer.MemoryCount);
                break;
            case Verb.FillOneMemory when memories > 0:
                int filled = Modulo(step.A, memories);
                if (_buffer.Memories[filled] is { IsWritable: true, Size: > 0 } memory)
                {
                    memory.Fill(memory.Size - 1, [(byte)step.B]);
                    Overwrite(Start(filled) + (int)memory.Size - 1, [(byte)step.B]);
                }

                break;
            case Verb.Extract:
                Assert.Equal(_model.GetRange(offset, length), _buffer.ToArray((nuint)offset, (nuint)length));
                break;
            case Verb.Compare:
                byte[] with = [.. _model.GetRange(offset, length)];
                Assert.Equal(0, _buffer.Compare((nuint)offset, with));
                if (length > 0)
                {
                    with[^1]++;
                    Assert.Equal(with[^1] == 0 ? 1 : -1, _buffer.Compare((nuint)offset, with));
                }

                break;
        }
    }

    private string? Differs()
    {
        if (_buffer.Size != (nuint)_model.Count)
        {
            return $"the buffer has {_buffer.Size} bytes, the model {_model.Count}";
        }

        if (!_buffer.ContentEquals([.. _model]))
        {
            return $"the buffer holds{Environment.NewLine}{_buffer.ToHexDump()}{Environment.NewLine}the model {Convert.ToHexString([.. _model])}";
        }

        int changed = _others.FindIndex(static o => !o.Buffer.ContentEquals(o.Expected));
        return changed < 0 ? null : $"copy {changed} changed although only the buffer was edited";
    }

    private void ReplaceRange(int first, int count, byte[] bytes)
    {
        int start = Start(first);
        int length = 0;
        for (int i = first; i < first + count; i++)
        {
            length += (int)_buffer.PeekMemory(i).Size;
        }

        _buffer.ReplaceMemories(first, count, GstMemory.CopyOf(bytes));
        _model.RemoveRange(start, length);
        _model.InsertRange(start, bytes);
    }

    private void ResizeRange(int first, int a, int b)
    {
        int count = Modulo(b, _buffer.MemoryCount - first + 1);
        int start = Start(first);
        int length = (int)_buffer.GetSizes(first, count).Size;
        int cut = Modulo(a, length + 1);
        int kept = Modulo(b, length - cut + 1);
        _buffer.ResizeMemories(first, count, cut, (nuint)kept);
        _model.RemoveRange(start + cut + kept, length - cut - kept);
        _model.RemoveRange(start, cut);
    }

    private void Remember(GstBuffer other) => _others.Add((other, [.. _model]));

    private void Flip(Span<byte> mapped, int start)
    {
        for (int i = 0; i < mapped.Length; i++)
        {
            mapped[i] ^= 0x5A;
            _model[start + i] ^= 0x5A;
        }
    }

    private void Overwrite(int offset, byte[] bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            _model[offset + i] = bytes[i];
        }
    }

    private int Start(int memory)
    {
        int start = 0;
        for (int i = 0; i < memory; i++)
        {
            start += (int)_buffer.PeekMemory(i).Size;
        }

        return start;
    }

    private static byte[] Bytes(int seed, int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((seed * 31) + (i * 7)))];

    private static int Modulo(int number, int limit) => (int)((uint)number % (uint)limit);
}
